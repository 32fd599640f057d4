using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Cuobian.Data.Telemetry;

/// <summary>
/// One line for each event on the console: time, level, the trace id that answers and error pages carry too, who speaks, and what.
/// Scopes stay out: they hold addresses, and these hold numbers of matters.
/// </summary>
internal sealed class LogLine(TimeProvider time) : ConsoleFormatter(FormatterName)
{
    public const string FormatterName = "line";

    public override void Write<TState>(in LogEntry<TState> entry, IExternalScopeProvider? scopes, TextWriter to)
    {
        to.Write(time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        to.Write(' ');
        to.Write(Level(entry.LogLevel));
        to.Write(' ');
        to.Write(Activity.Current?.TraceId.ToString() ?? "-");
        to.Write(' ');
        to.Write(entry.Category);
        to.Write(": ");
        to.WriteLine(entry.Formatter(entry.State, entry.Exception));
        if (entry.Exception is { } failure) to.WriteLine(failure);
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Critical => "crit",
        LogLevel.Error => "fail",
        LogLevel.Warning => "warn",
        LogLevel.Information => "info",
        _ => "dbug",
    };
}
