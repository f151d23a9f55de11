using EspSmartMeter.Http;
using EspSmartMeter.Json;
using EspSmartMeter.Sinks.HomeAssistant.Publishing;

namespace EspSmartMeter.Sinks.HomeAssistant;

/// <summary>api/unused: the devices that are announced and not heard of. api/forget?device=ID: one of them is taken from Home Assistant.</summary>
internal sealed class ForgetEndpoint(ForgetRequests requests) : IEndpoint
{
    public void Map(Routes routes)
    {
        routes.Read("/api/unused", context => Answer.Json(context, json =>
        {
            json.WriteStartArray();
            foreach (UnusedDevice device in requests.Unused)
            {
                json.WriteStartObject();
                json.WriteString("id", device.Id);
                json.WriteString("name", device.Name);
                json.WriteString("last_heard", device.LastHeard is DateTimeOffset heard ? JsonForm.Utc(heard) : null);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }));
        routes.Write("/api/forget", context =>
        {
            bool known = requests.Ask(context.Request.Query["device"].ToString());
            context.Response.StatusCode = known ? StatusCodes.Status202Accepted : StatusCodes.Status404NotFound;
            return Answer.Text(context, known ? "It is being forgotten.\n" : "There is no such device that is not in use.\n");
        });
    }
}
