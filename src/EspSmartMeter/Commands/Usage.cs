using EspSmartMeter.Lines;
using EspSmartMeter.Peaks.Schemes;

namespace EspSmartMeter.Commands;

internal static class Usage
{
    private static string Addresses => string.Join(", ", LineSchemes.BuiltIn.Rows.Select(scheme => scheme.Form + (scheme.Hint is string hint ? $" ({hint})" : "")));

    public static readonly string Text = $$"""
        Reads smart meters and brings them into Home Assistant.

        esp-smart-meter [run]            reads the sources, serves the page, publishes over MQTT
            --source [NAME=]URL          a meter (repeatable): {{Addresses}}
            --key HEX  --auth-key HEX    decryption and authentication key of meters that encrypt; for one of several on a line: --key TITLE=HEX (repeatable)
            --esphome-key BASE64         the key of the ESPHome device of the source before it, where that encrypts
            --mqtt host:port  --mqtt-user NAME  --mqtt-password PASSWORD
            --http PORT                  the page's port (8099)
            --bind ADDRESS               the page's address (127.0.0.1; 0.0.0.0 for the whole network)
            --data DIR                   where state and options.json are kept (/data, else ./data)
            --time-zone ID  --lists DIR
            --peak-scheme NAME           what the grid company bills the highest power by: {{string.Join(", ", PeakSchemes.Names)}} (else peaks are not looked at)
            --peak-own "FIELD=VALUE …"   a row of own (repeatable): {{string.Join(", ", PeakFields.Names)}}
            --homewizard [ADDRESS:]PORT  HomeWizard's local API for other programs, of the first electricity meter
            --serve PORT                 the P1 telegrams of the source before it, on TCP
            --allow NETWORK              who may read these two (repeatable): 192.168.1.0/24; without it nobody may
            --host NAME                  a name beyond the local network that this is reached by, a reverse proxy's (repeatable)
            --firmware DIR               what the ESPs are offered (else what came with the app)

        esp-smart-meter decode [FILE|-]  decodes a capture; one JSON object a line: {"reading": ...} or {"rejected": ...}
            --key HEX  --auth-key HEX    --key TITLE=HEX (repeatable): for the meter of this system title
            --crc on|off                 off: checksums of P1 and SML are not looked at
            --lists DIR  --list NAME     own lists; the one that the meter sends, where nothing but its length tells it
            --time-zone ID
            --format FORM                auto (what it looks like), binary, hex (with or without offsets), c (an array), base64,
                                         log (our log.txt), pcap (of tcpdump or Wireshark)
            --check                      exit status 1 where nothing decodes
            --explain                    what each frame is made of, as text: layers, octets, values, and what is wrong where

        esp-smart-meter simulate METER   a meter on a TCP port, at the line's real pace
            --port N  --seed N  --list   the port (8088), the seed, the meters and homes there are
            --home NAME  --home-seed N   what is behind it: {{SimulateCommand.HomeNames}}; two meters with the same home measure the same

        esp-smart-meter capture URL FILE stores the raw bytes of a source, until Ctrl-C

        esp-smart-meter forward          a source's bytes on to an MQTT broker, each burst a message, until Ctrl-C; the app reads them as mqtt://
            --source URL                 as of run; without ?mode a serial port listens at 115200-8N1
            --to mqtt://host:port/topic  mqtt://USER:PASSWORD@host:port/topic?format=hex; with QoS 1, the newest kept while the broker is away

        """;
}
