using System.Globalization;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Cuobian.Matters.Rules;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.Matters;

/// <summary>The door through which other modules ask of matters; it calls the same use cases as pages and the API.</summary>
internal sealed class MattersDoor(
    CuobianDb db, Actor actor, Categories categories, ListedMatters listed, ReportMatter report, CommentOnMatter comment, UrgeMatter urge, WithdrawMatter withdraw, QuestionCatalogue questions) : IMatters
{
    public IReadOnlyList<MatterKind> Kinds =>
    [
        .. categories.All.Where(c => !c.IsClass).OrderBy(c => c.Code, StringComparer.Ordinal).Select(c => new MatterKind(
            c.Code, Name(c), GroupOf(c), c.Keywords, c.Kind == CategoryKind.Part, c.IsUrgent, PublicWords.IsTriageFirst(c), c.Hotline) { Questions = QuestionsOf(c) }),
    ];

    public async Task<ReportedMatter> Report(NewMatter made, CancellationToken ct)
    {
        var form = new ReportMatter.Form
        {
            Text = made.Text,
            CategoryCode = made.Category,
            AreaCode = made.Area,
            Address = made.Address,
            Photos = [.. made.Photos],
            Answers = made.Answers,
            Point = made.Point is { } point ? new ReportMatter.PointForm(point.Lat, point.Lon, null) : null,
            Reporter = made.ReporterName is null && made.ReporterPhone is null ? null : new ReportMatter.ReporterForm(made.ReporterName, made.ReporterPhone),
        };
        var answer = await report.Run(form, Channel.Api, ct);
        var triageFirst = categories.Find(made.Category) is not { } category || PublicWords.IsTriageFirst(category);
        return new ReportedMatter(answer.Number, answer.Code, triageFirst);
    }

    public Task<ListedPage> Find(ListedFilter filter, CancellationToken ct) => listed.Find(filter, ct);

    public Task<ListedMatter?> Show(string number, CancellationToken ct) => listed.Show(number, ct);

    public Task<IReadOnlyList<ListedStep>> Steps(DateTimeOffset from, DateTimeOffset until, int atMost, CancellationToken ct) => listed.Steps(from, until, atMost, ct);

    public Task<IReadOnlyList<ListedStep>> StepsOf(IReadOnlyCollection<Guid> matters, CancellationToken ct) => listed.StepsOf(matters, ct);

    public async Task<FollowedMatter?> Follow(string number, string code, CancellationToken ct)
    {
        var matter = await db.Matters.AsNoTracking().SingleOrDefaultAsync(m => m.Number == number, ct);
        if (matter is null || !await Desk.IsReporter(db, actor, matter, code, ct)) return null;
        return new FollowedMatter(matter.Number, matter.State.ToString(), PublicWords.Open.Contains(matter.State), !PublicWords.Waiting.Contains(matter.State));
    }

    public async Task<Guid?> Comment(string number, string? code, string words, CancellationToken ct) =>
        (await comment.Run(number, code, new CommentOnMatter.Form { Words = words }, ct))?.Entries[^1].Id;

    public async Task<bool> Urge(string number, string? code, CancellationToken ct) => await urge.Run(number, code, new(), ct) is not null;

    public async Task<bool> Withdraw(string number, string? code, string? reason, CancellationToken ct) => await withdraw.Run(number, code, new() { Reason = reason }, ct) is not null;

    private IReadOnlyList<MatterQuestion> QuestionsOf(Category category)
    {
        var chinese = CultureInfo.CurrentUICulture.Name.StartsWith("zh", StringComparison.Ordinal);
        return [.. questions.Book.For(category).Select(q => new MatterQuestion(q.Code, q.Type.ToString(), q.Required, q.Label(chinese), q.Hint(chinese),
            [.. q.Choices.Select(c => new MatterQuestionChoice(c.Code, c.Name(chinese)))]))];
    }

    private string GroupOf(Category category) => categories.All.FirstOrDefault(c => c.Code == category.Parent) is { } group ? Name(group) : "";

    private static string Name(Category category) => category.Name(CultureInfo.CurrentUICulture.Name);
}
