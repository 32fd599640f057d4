using System.CommandLine;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Clocks;
using Cuobian.Matters.Contracts;
using Cuobian.Matters.Jobs;

namespace Cuobian.Matters;

/// <summary>Index of Matters: the loop from a report to an answer that was rated.</summary>
public sealed class MattersModule : IModule
{
    public IReadOnlyList<string> Permissions => MattersPermissions.All;

    public void Services(IServiceCollection services)
    {
        services.AddClocks();
        services.AddSingleton<Categories>();
        services.AddSingleton<DangerWords>();
        services.AddSingleton<Numbers>();
        services.AddSingleton<Clocking>();
        services.AddSingleton<Router>();
        services.AddSingleton(ProcessLimits.Load());
        services.AddScoped<Desk>();
        foreach (var useCase in UseCases) services.AddScoped(useCase);
        services.AddReaction<ClockDue, ActOnDueClocks>();
        services.AddHostedService<ReckonClocks>();
    }

    public void Api(IEndpointRouteBuilder api)
    {
        var matters = api.MapGroup("/matters").WithTags("Matters");
        ReportMatter.Map(matters);
        FindMatters.Map(matters);
        ShowMatter.Map(matters);
        ClassifyMatter.Map(matters);
        DispatchMatter.Map(matters);
        SelfHandleMatter.Map(matters);
        AcceptMatter.Map(matters);
        ReturnMatter.Map(matters);
        SubmitResult.Map(matters);
        VerifyMatter.Map(matters);
        RateMatter.Map(matters);
        SettleReview.Map(matters);
        ReopenMatter.Map(matters);
        WithdrawMatter.Map(matters);
        SupportMatter.Map(matters);
        CommentOnMatter.Map(matters);
        AttachPhotos.Map(matters);
        UrgeMatter.Map(matters);
        RevealReporter.Map(matters);
        ShowAccess.Map(matters);
    }

    public async Task Seed(IServiceProvider scope, CancellationToken ct)
    {
        var db = scope.GetRequiredService<CuobianDb>();
        await Categories.Seed(db, ct);
        await scope.GetRequiredService<Calendars>().Seed(db, ct);
    }

    public async Task Warm(IServiceProvider scope, CancellationToken ct)
    {
        var db = scope.GetRequiredService<CuobianDb>();
        await scope.GetRequiredService<Categories>().Load(db, ct);
        await scope.GetRequiredService<Calendars>().Load(db, ct);
        await scope.GetRequiredService<Numbers>().Warm();
    }

    public IEnumerable<Command> Verbs(Func<ParseResult, Task<IHost>> host) => [new Command("import") { CalendarVerbs.ImportCalendarVerb(host) }];

    private static readonly Type[] UseCases =
    [
        typeof(ReportMatter), typeof(FindMatters), typeof(ShowMatter), typeof(ClassifyMatter), typeof(DispatchMatter), typeof(SelfHandleMatter),
        typeof(AcceptMatter), typeof(ReturnMatter), typeof(SubmitResult), typeof(VerifyMatter), typeof(RateMatter), typeof(SettleReview),
        typeof(ReopenMatter), typeof(WithdrawMatter), typeof(SupportMatter), typeof(CommentOnMatter), typeof(AttachPhotos), typeof(UrgeMatter),
        typeof(RevealReporter), typeof(ShowAccess),
    ];
}
