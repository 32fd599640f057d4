using System.CommandLine;

namespace Cuobian.Matters.Words;

/// <summary>The command line's way to judge the search for twins on texts whose issues are known: <c>twins evaluate</c>.</summary>
internal static class TwinVerbs
{
    public static Command Family() => new("twins", "Judge the search for reports that say the same.") { Evaluate() };

    private static Command Evaluate()
    {
        var input = new Option<FileInfo>("--input") { Description = "CSV (or .csv.gz) with subject, body and the columns named by --issues.", HelpName = "FILE", Required = true };
        var issues = new Option<string[]>("--issues") { Description = "Columns in which somebody named the issue; rows with all of them are agreed.", AllowMultipleArgumentsPerToken = true, Required = true };
        var least = new Option<double>("--least") { Description = "From which likeness on two texts count as twins.", DefaultValueFactory = _ => TwinRules.OneIssue };
        var verb = new Command("evaluate", "Recall and precision of pairs by their words alone, for pairs of which at least one text is agreed.") { input, issues, least };
        verb.SetAction((parsed, _) => ClassifierVerbs.Guarded(parsed, () =>
        {
            var rows = TextsFile.WithIssues(parsed.GetValue(input)!, parsed.GetValue(issues)!);
            return parsed.InvocationConfiguration.Output.WriteLineAsync(TwinFigures.Of(rows, parsed.GetValue(least)).ToString());
        }));
        return verb;
    }
}

/// <summary>A text and what each judge named its issue; empty where a judge named none.</summary>
internal sealed record IssueText(string Text, IReadOnlyList<string> Issues)
{
    public bool IsAgreed => Issues.All(issue => issue.Length > 0);

    /// <summary>Two texts of one issue for every judge.</summary>
    public bool SameAs(IssueText other) => IsAgreed && Issues.SequenceEqual(other.Issues);

    /// <summary>Some judge put both into one issue, another did not: neither right nor wrong.</summary>
    public bool IsDoubtfulWith(IssueText other) => !SameAs(other) && Issues.Where((issue, at) => issue.Length > 0 && issue == other.Issues[at]).Any();
}

/// <summary>How many pairs of one issue were found, and how many of the found pairs were such.</summary>
internal sealed record TwinFigures(int Pairs, int Found, int Wrong)
{
    public double Recall => (double)Found / Math.Max(1, Pairs);

    public double Precision => (double)Found / Math.Max(1, Found + Wrong);

    public static TwinFigures Of(IReadOnlyList<IssueText> rows, double least)
    {
        var words = new TwinText(rows.Select(r => r.Text));
        var vectors = rows.Select(r => words.Vector(r.Text)).ToList();
        var (pairs, found, wrong) = (0, 0, 0);
        for (var one = 0; one < rows.Count; one++)
            for (var other = 0; other < rows.Count; other++)
            {
                if (one == other || !rows[one].IsAgreed || (rows[other].IsAgreed && other < one) || rows[one].IsDoubtfulWith(rows[other])) continue;
                var (same, alike) = (rows[one].SameAs(rows[other]), vectors[one].Likeness(vectors[other]) >= least);
                if (same) pairs++;
                if (same && alike) found++;
                if (!same && alike) wrong++;
            }
        return new TwinFigures(pairs, found, wrong);
    }

    public override string ToString() => FormattableString.Invariant($"{Pairs} pairs: recall {Recall:0.000}, precision {Precision:0.000}");
}
