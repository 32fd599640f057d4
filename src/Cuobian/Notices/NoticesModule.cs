using Cuobian.Data;
using Cuobian.Kernel;
using Cuobian.Matters.Contracts;
using Cuobian.Notices.Channels;
using Cuobian.Notices.Contracts;
using Cuobian.Notices.Follows;
using Cuobian.Notices.Letters;
using Cuobian.Notices.Pages;
using Cuobian.Notices.Templates;
using Cuobian.People.Contracts;
using Cuobian.Web;

namespace Cuobian.Notices;

/// <summary>Index of Notices: who is told of what, by which way, and when.</summary>
public sealed class NoticesModule : IModule
{
    public IReadOnlyList<string> Permissions => NoticesPermissions.All;

    public void Services(IServiceCollection services)
    {
        services.AddOptions<NoticesSettings>().BindConfiguration("Notices");
        services.AddReaction<MatterMoved, TellPeople>();
        services.AddReaction<ClockWarned, TellOfWarning>();
        services.AddReaction<ClockBreached, TellOfBreach>();
        services.AddReaction<TierRaised, TellOfTier>();
        services.AddReaction<CalledUnitMoved, TellOfCalledUnit>();
        services.AddReaction<TeamCalled, TellOfTeam>();
        services.AddReaction<MilestoneDue, TellOfMilestone>();
        services.AddReaction<SpreadDue, SpreadOn>();
        services.AddSingleton<Tickets>();
        services.AddSingleton<Courier>();
        AddChannel<MailChannel>(services);
        AddChannel<SmsChannel>(services);
        AddChannel<RobotChannel>(services);
        services.AddHostedService<ForgetLetters>();
        services.AddScoped<IUnread, ReadInbox>();
        services.AddScoped<IPersonalRecords, NoticeRecords>();
        foreach (var useCase in UseCases) services.AddScoped(useCase);
        services.AddSingleton(new PagePart(PagePart.Matter, 10, typeof(FollowMatterPart)));
        services.AddSingleton(new MenuLink(Face.Console, 30, "/console/inbox", "notices.menu_inbox", "bell", MattersPermissions.Read) { Count = Unread });
        services.AddSingleton(new MenuLink(Face.Console, 91, "/console/notices", "notices.menu_log", "speaker", NoticesPermissions.Manage));
    }

    public void Api(IEndpointRouteBuilder api)
    {
        var notices = api.MapGroup("/notices").WithTags("Notices");
        ReadInbox.Map(notices);
        ChooseNotices.Map(notices);
        FollowThings.Map(notices);
        FindFollows.Map(notices);
        FindLetters.Map(notices);
        WriteTemplate.Map(notices);
        AddRobot.Map(notices);
    }

    public void Routes(IEndpointRouteBuilder routes)
    {
        Unsubscribe.Map(routes);
        NoticeRoutes.Map(routes);
    }

    private static Task<int> Unread(IServiceProvider scope, CancellationToken ct) =>
        scope.GetRequiredService<Actor>().Account is { } me ? scope.GetRequiredService<IUnread>().CountFor(me, ct) : Task.FromResult(0);

    private static void AddChannel<TChannel>(IServiceCollection services) where TChannel : class, INoticeChannel
    {
        services.AddSingleton<TChannel>();
        services.AddSingleton<INoticeChannel>(sp => sp.GetRequiredService<TChannel>());
        services.AddHostedService<SendLetters<TChannel>>();
    }

    private static readonly Type[] UseCases =
    [
        typeof(FindAudience), typeof(WriteLetters), typeof(FindTemplates), typeof(WriteTemplate), typeof(AskToConfirm), typeof(Unsubscribe), typeof(ReadInbox),
        typeof(ChooseNotices), typeof(FindLetters), typeof(FollowThings), typeof(FindFollows), typeof(AddRobot),
    ];
}
