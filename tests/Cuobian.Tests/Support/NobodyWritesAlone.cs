using System.Data.Common;
using Cuobian.Data;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Cuobian.Tests.Support;

/// <summary>Every change is part of a transaction: on SQLite one that is not would pass by the writers' turn, and on either half of something could be stored.</summary>
internal sealed class NobodyWritesAlone : SaveChangesInterceptor, IDbCommandInterceptor
{
    private static readonly string[] Changes = ["insert", "update", "delete"];
    private static readonly AsyncLocal<bool> Test = new();

    /// <summary>From here on a test itself prepares what it needs; what it calls over HTTP is still looked at.</summary>
    public static void ExceptThisTest() => Test.Value = true;

    public ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(DbCommand command, CommandEventData asked, InterceptionResult<int> result, CancellationToken ct = default)
    {
        var change = command.CommandText.TrimStart();
        if (command.Transaction is null && !Test.Value && asked.Context is CuobianDb && Changes.Any(word => change.StartsWith(word, StringComparison.OrdinalIgnoreCase)))
            throw new InvalidOperationException($"Written outside of a transaction, which CuobianDb.InOneTransaction begins: {change}");
        return ValueTask.FromResult(result);
    }
}
