using System.Text.Json;
using EspSmartMeter.Http;
using EspSmartMeter.Sinks.HomeAssistant.Publishing;

namespace EspSmartMeter.Sinks.HomeAssistant;

/// <summary>api/dashboard: which entity goes into which field of the energy dashboard, in the order that its forms ask.</summary>
internal sealed class EnergyDashboard : IEndpoint
{
    private volatile IReadOnlyList<DashboardRow> _rows = [];

    public IReadOnlyList<DashboardRow> Rows
    {
        get => _rows;
        set => _rows = value;
    }

    public void Map(Routes routes) => routes.Read("/api/dashboard", context => Answer.Json(context, Write));

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        foreach (DashboardRow row in _rows)
        {
            json.WriteStartObject();
            json.WriteString("device", row.Device);
            json.WriteString("field", row.Field);
            json.WriteString("entity", row.Entity);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
