using System.CommandLine;
using Cuobian.Data;
using Cuobian.Data.Live;
using Cuobian.Kernel;
using Cuobian.Matters.Bulk;
using Cuobian.Matters.Clocks;
using Cuobian.Matters.Contracts;
using Cuobian.Matters.Jobs;
using Cuobian.Matters.Pages.Console;
using Cuobian.Matters.Pages.Resident;
using Cuobian.Matters.Pages.Screen;
using Cuobian.Matters.Rules;
using Cuobian.Matters.Search;
using Cuobian.Matters.Tally;
using Cuobian.Matters.Words;
using Cuobian.People.Contracts;
using Cuobian.Places.Contracts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore.Diagnostics;

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
        services.AddCatalogues();
        services.AddSingleton<DangerWords>();
        services.AddSingleton<Cuobian.Web.ISpokenValues, SpokenMatterValues>();
        services.AddSingleton<Classifier>();
        services.AddSingleton<PersonalWords>();
        services.AddSingleton<ModelInUse>();
        services.AddScoped<FindDecisions>();
        services.AddMemory(ModelInUse.Changed, (scope, _, ct) => scope.GetRequiredService<ModelInUse>().Follow(scope.GetRequiredService<CuobianDb>(), ct));
        services.AddHostedService<TrainByItself>();
        services.AddSingleton<Numbers>();
        services.AddSingleton<TwinVectors>();
        services.AddSingleton<Clocking>();
        services.AddSingleton(ProcessLimits.Load());
        services.AddSingleton<Promise>();
        services.AddScoped<ReporterActs>();
        services.AddSingleton<ScreenMemory>();
        services.AddStaffDoors();
        services.AddScoped<Desk>();
        services.AddSingleton<GridCentres>();
        services.AddScoped<ListedMatters>();
        services.AddSingleton<AreaMemory>();
        services.AddScoped<CountArea>();
        services.AddScoped<ShowInPublic>();
        services.AddScoped<IMatters, MattersDoor>();
        services.AddScoped<IMatterParties, FindParties>();
        services.AddScoped<IVoices, Voices>();
        services.AddScoped<IPastMatters, AddPastMatters>();
        services.AddScoped<Cuobian.People.Contracts.IThings, MatterThings>();
        services.AddScoped<IPersonalRecords, MatterRecords>();
        services.AddSingleton<IWorkDays, WorkDays>();
        foreach (var useCase in UseCases) services.AddScoped(useCase);
        services.AddReaction<ClockDue, ActOnDueClocks>();
        services.AddReaction<PauseOver, EndPauses>();
        services.AddSingleton<PdfPrinter>();
        services.AddSingleton<BulkWork>();
        services.AddSingleton<BulkBell>();
        services.AddHostedService<BulkChore>();
        services.AddScoped<IGridTeam, GridTeam>();
        services.AddScoped<ICountOpenWork, OpenInGrids>();
        services.AddReaction<BreachStands, RaiseBreaches>();
        services.AddReaction<CallDue, NoteSilence>();
        services.AddReaction<PartEnded, EndWholes>();
        services.AddHostedService<ReckonClocks>();
        services.AddSingleton<ISaveChangesInterceptor, KeepSearch>();
        services.AddHostedService<FillSearch>();
        services.AddSingleton<ISaveChangesInterceptor, KeepTally>();
        services.AddHostedService<FoldTally>();
    }

    public void Api(IEndpointRouteBuilder api)
    {
        var matters = api.MapGroup("/matters").WithTags("Matters").WithMetadata(new RequestSizeLimitAttribute(LargestBody));
        ReportMatter.Map(matters);
        ReportInField.Map(matters);
        FindTwins.Map(matters);
        FindMatters.Map(matters);
        SavedViews.Map(matters);
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
        SplitMatter.Map(matters);
        HideMatter.Map(matters);
        CallTeam.Map(matters);
        LeadPanel.Map(matters);
        ShowResponses.Map(matters);
        ActOnMany.Map(matters);
        ExportLedger.Map(matters);
        PrintFile.Map(matters);
        ChangeTier.Map(matters);
        CallUnits.Map(matters);
        HelpJointly.Map(matters);
        SuggestCategories.Map(api);
        TrainModel.Map(api);
        SwitchModel.Map(api);
        FindModels.Map(api);
        RevealReporter.Map(matters);
        ShowAccess.Map(matters);
        ClaimMatters.Map(matters);
        TakeBackConsent.Map(matters);
    }

    public void Routes(IEndpointRouteBuilder routes)
    {
        ResidentRoutes.Map(routes);
        WatchMatters.Map(routes);
        SettingsRoutes.Map(routes);
        ConsoleRoutes.Map(routes);
        ScreenRoutes.Map(routes);
    }

    public async Task Seed(IServiceProvider scope, CancellationToken ct)
    {
        var db = scope.GetRequiredService<CuobianDb>();
        await SearchIndex.Make(db, ct);
        await FoldTally.Begin(db, scope.GetRequiredService<TimeProvider>().GetUtcNow(), ct);
        foreach (var catalogue in scope.GetServices<Catalogue>()) await catalogue.Seed(db, ct);
    }

    public async Task Warm(IServiceProvider scope, CancellationToken ct)
    {
        var db = scope.GetRequiredService<CuobianDb>();
        foreach (var catalogue in scope.GetServices<Catalogue>()) await catalogue.Load(db, ct);
        await scope.GetRequiredService<ModelInUse>().Follow(db, ct);
    }

    public IEnumerable<Command> Verbs(Func<ParseResult, Task<IHost>> host) =>
        [new Command("import") { CalendarVerbs.ImportCalendarVerb(host) }, ClassifierVerbs.Classify(), ClassifierVerbs.Family(host), TwinVerbs.Family(), TallyVerbs.Family(host)];

    private static readonly Type[] UseCases =
    [
        typeof(ReportMatter), typeof(ReportInField), typeof(FindMatters), typeof(ShowMatter), typeof(ClassifyMatter), typeof(DispatchMatter), typeof(SelfHandleMatter),
        typeof(AcceptMatter), typeof(ReturnMatter), typeof(SubmitResult), typeof(VerifyMatter), typeof(RateMatter), typeof(SettleReview),
        typeof(ReopenMatter), typeof(WithdrawMatter), typeof(SupportMatter), typeof(CommentOnMatter), typeof(AttachPhotos), typeof(UrgeMatter),
        typeof(AskForDecision), typeof(DecideRequest), typeof(AskReporter), typeof(AppealRejection), typeof(MergeMatter), typeof(DivertMatter), typeof(ChangeTier), typeof(CallUnits), typeof(HelpJointly),
        typeof(SplitMatter), typeof(HideMatter), typeof(CallTeam), typeof(LeadPanel), typeof(ShowResponses), typeof(ActOnMany), typeof(ExportLedger), typeof(PrintFile), typeof(ShowMany),
        typeof(FindNearby), typeof(FindMine), typeof(FollowMatter),
        typeof(CountQueue), typeof(SavedViews), typeof(FindPins), typeof(AcceptMany), typeof(GiveCommand), typeof(MatterChoices), typeof(FindFieldTasks), typeof(ShowScreen),
        typeof(SuggestCategories), typeof(FindTwins), typeof(WatchMatters),
        typeof(TrainModel), typeof(SwitchModel), typeof(FindModels),
        typeof(RevealReporter), typeof(ShowAccess), typeof(ClaimMatters), typeof(TakeBackConsent),
    ];
}
