using EspSmartMeter.Commands;

return await CommandLine.RunAsync(args);
