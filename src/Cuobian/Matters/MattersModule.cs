using System.CommandLine;
using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Clocks;
using Cuobian.Matters.Contracts;
using Cuobian.Matters.Jobs;
using Cuobian.Matters.Pages.Console;
using Cuobian.Matters.Pages.Resident;
using Cuobian.People.Contracts;
using Microsoft.AspNetCore.Mvc;
using Cuobian.Matters.Words;

namespace Cuobian.Matters;

/// <summary>Index of Matters: the loop from a report to an answer that was rated.</summary>
public sealed class MattersModule : IModule
{
    /// <summary>A report is words; photos are sent apart.</summary>
    private const int LargestBody = 1_000_000;

    public IReadOnlyList<string> Permissions => MattersPermissions.All;

    public void Services(IServiceCollection services)
    {
        services.AddClocks();
        services.AddSingleton<Categories>();
        services.AddSingleton<DangerWords>();
        services.AddSingleton<Classifier>();
        services.AddSingleton<PersonalWords>();
        services.AddSingleton<Numbers>();
        services.AddSingleton<TwinVectors>();
        services.AddSingleton<Clocking>();
        services.AddSingleton<Router>();
        services.AddSingleton(ProcessLimits.Load());
        services.AddSingleton<Promise>();
        services.AddScoped<ReporterActs>();
        services.AddSingleton<ScreenMemory>();
        services.AddStaffDoors();
        services.AddScoped<Desk>();
        services.AddSingleton<GridCentres>();
        services.AddScoped<ListedMatters>();
        services.AddScoped<IMatters, MattersDoor>();
        services.AddScoped<IMatterParties, FindParties>();
        services.AddScoped<IPersonalRecords, MatterRecords>();
        services.AddSingleton<IWorkDays, WorkDays>();
        foreach (var useCase in UseCases) services.AddScoped(useCase);
        services.AddReaction<ClockDue, ActOnDueClocks>();
        services.AddReaction<PauseOver, EndPauses>();
        services.AddHostedService<ReckonClocks>();
    }

    public void Api(IEndpointRouteBuilder api)
    {
        var matters = api.MapGroup("/matters").WithTags("Matters").WithMetadata(new RequestSizeLimitAttribute(LargestBody));
        ReportMatter.Map(matters);
        FindTwins.Map(matters);
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
        AskForDecision.Map(matters);
        DecideRequest.Map(matters);
        AskReporter.Map(matters);
        AppealRejection.Map(matters);
        MergeMatter.Map(matters);
        DivertMatter.Map(matters);
        ChangeTier.Map(matters);
        CallUnits.Map(matters);
        HelpJointly.Map(matters);
        SuggestCategories.Map(api);
        RevealReporter.Map(matters);
        ShowAccess.Map(matters);
        TakeBackConsent.Map(matters);
    }

    public void Routes(IEndpointRouteBuilder routes)
    {
        ResidentRoutes.Map(routes);
        WatchMatters.Map(routes);
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

    public IEnumerable<Command> Verbs(Func<ParseResult, Task<IHost>> host) =>
        [new Command("import") { CalendarVerbs.ImportCalendarVerb(host) }, ClassifierVerbs.Classify(), ClassifierVerbs.Family(), TwinVerbs.Family()];

    private static readonly Type[] UseCases =
    [
        typeof(ReportMatter), typeof(FindMatters), typeof(ShowMatter), typeof(ClassifyMatter), typeof(DispatchMatter), typeof(SelfHandleMatter),
        typeof(AcceptMatter), typeof(ReturnMatter), typeof(SubmitResult), typeof(VerifyMatter), typeof(RateMatter), typeof(SettleReview),
        typeof(ReopenMatter), typeof(WithdrawMatter), typeof(SupportMatter), typeof(CommentOnMatter), typeof(AttachPhotos), typeof(UrgeMatter),
        typeof(AskForDecision), typeof(DecideRequest), typeof(AskReporter), typeof(AppealRejection), typeof(MergeMatter), typeof(DivertMatter), typeof(ChangeTier), typeof(CallUnits), typeof(HelpJointly),
        typeof(FindNearby), typeof(FindMine), typeof(FollowMatter),
        typeof(CountQueue), typeof(AcceptMany), typeof(GiveCommand), typeof(MatterChoices), typeof(FindFieldTasks), typeof(ShowScreen),
        typeof(SuggestCategories), typeof(FindTwins), typeof(WatchMatters),
        typeof(RevealReporter), typeof(ShowAccess), typeof(TakeBackConsent),
    ];
}
