using System.CommandLine;
using Cuobian.Data;
using Cuobian.Data.Live;
using Cuobian.Kernel;
using Cuobian.People.Access;
using Cuobian.People.Acts;
using Cuobian.People.Contracts;
using Cuobian.People.Imports;
using Cuobian.People.Me;
using Cuobian.People.Organisation;
using Cuobian.People.Residents;
using Cuobian.People.Rights;
using Cuobian.People.SecondFactor;
using Cuobian.People.SignedIn;
using Cuobian.People.Sms;
using Cuobian.People.Teams;
using Cuobian.Web;
using Microsoft.AspNetCore.Identity;

namespace Cuobian.People;

/// <summary>Index of People: units, accounts, roles, sign-in and tokens.</summary>
public sealed class PeopleModule : IModule
{
    public IReadOnlyList<string> Permissions => PeoplePermissions.All;

    public void Services(IServiceCollection services)
    {
        services.AddSingleton<UnitDirectory>();
        services.AddMemory(UnitDirectory.Changed, (scope, _, ct) => scope.GetRequiredService<UnitDirectory>().Load(scope.GetRequiredService<CuobianDb>(), ct));
        services.AddMemory(Actors.Changed, (scope, account, _) => scope.GetRequiredService<Actors>().Hear(account));
        services.AddSingleton<IUnits>(sp => sp.GetRequiredService<UnitDirectory>());
        services.AddScoped<IAccounts, Accounts>();
        services.AddScoped<IStaff, StaffByPost>();
        services.AddScoped<ITokens, TokenHolders>();
        services.AddScoped<IActLedger, ActLedger>();
        services.AddScoped<IAccessLedger, AccessLedger>();
        services.AddScoped<VerifyActs>();
        services.AddScoped<AddUnits>();
        services.AddScoped<CreateAccount>();
        services.AddScoped<DisableAccount>();
        services.AddScoped<ResetPassword>();
        services.AddScoped<ChangePassword>();
        services.AddScoped<SignIn>();
        services.AddScoped<SignOut>();
        services.AddSms();
        services.AddSingleton<PhoneSlip>();
        services.AddScoped<SendCode>();
        services.AddScoped<ProvePhone>();
        services.AddScoped<EnterByPhone>();
        services.AddHostedService<ForgetCodes>();
        services.AddSingleton<LiveSessions>();
        services.AddScoped<FindSessions>();
        services.AddScoped<EndSession>();
        services.AddHostedService<ForgetSessions>();
        services.AddScoped<CheckCode>();
        services.AddScoped<EnrolSecondFactor>();
        services.AddSingleton<SecondStep>();
        services.AddScoped<FindActs>();
        services.AddRights();
        services.AddScoped<CreateToken>();
        services.AddScoped<RevokeToken>();
        services.AddScoped<FindTokens>();
        services.AddSingleton<Duties>();
        services.AddSingleton<Actors>();
        services.AddSingleton<Passwords>();
        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = Passwords.Rounds);
        services.AddSingleton(new MenuLink(Face.Console, 90, "/console/people/ledger", "people.menu_ledger", "shield", PeoplePermissions.Audit));
        services.AddOrganisation();
        services.AddTeams();
        services.AddImports();
        services.AddPeopleDoors();
        services.AddMe();
    }

    /// <summary>Signing in stands outside the idempotent group; see <see cref="SignIn.Map"/>.</summary>
    public void Api(IEndpointRouteBuilder api)
    {
        var people = api.MapGroup("/people").WithTags("people");
        people.MapOrganisation();
        people.MapTeams();
        people.MapImports();
        MeServices.MapApi(api);
    }

    public void Routes(IEndpointRouteBuilder routes)
    {
        ShowEstate.MapPhotos(routes);
        ExportSheet.MapPages(routes);
        MeServices.MapRoutes(routes);
    }

    public Task Seed(IServiceProvider scope, CancellationToken ct) => SeedData.Write(scope.GetRequiredService<CuobianDb>(), ct);

    public Task Warm(IServiceProvider scope, CancellationToken ct)
    {
        SmsServices.Way(scope);
        return scope.GetRequiredService<UnitDirectory>().Load(scope.GetRequiredService<CuobianDb>(), ct);
    }

    public IEnumerable<Command> Verbs(Func<ParseResult, Task<IHost>> host) => [AccountVerbs.All(host), TokenVerbs.All(host), KeyVerbs.All(host), ActVerbs.All(host), RetentionVerbs.All(host), .. SheetVerbs.All(host)];
}
