using Cuobian.Matters.Contracts;
using Cuobian.Web;

namespace Cuobian.Matters.Pages.Console;

/// <summary>The entries of Matters in the menus of staff, and the page each of them starts from.</summary>
internal static class StaffDoors
{
    private const string Group = "matters.menu_group";

    public static void AddStaffDoors(this IServiceCollection services)
    {
        services.AddSingleton(Queue(10, QueueView.Mine, "/console", "matters.menu_queue", "list", null));
        services.AddSingleton(Queue(20, QueueView.Soon, "/console/soon", "matters.menu_soon", "clock", Group));
        services.AddSingleton(Queue(30, QueueView.Overdue, "/console/overdue", "matters.menu_overdue", "alert", Group));
        services.AddSingleton(new MenuLink(Face.Console, 35, "/console/responses", "matters.menu_responses", "clock", MattersPermissions.Supervise, Group));
        services.AddSingleton(new MenuLink(Face.Console, 40, "/screen", "matters.menu_screen", "screen", MattersPermissions.Screen, "matters.menu_looks"));
        services.AddSingleton(new MenuLink(Face.Console, 50, "/field", "matters.menu_field", "pin", MattersPermissions.SelfHandle, "matters.menu_looks"));
        services.AddSingleton(new MenuLink(Face.Console, 95, "/console/model", "matters.menu_model", "list", MattersPermissions.Model));
        services.AddSingleton(new MenuLink(Face.Field, 10, "/field", "matters.menu_today", "list", MattersPermissions.Read));
        services.AddSingleton(new MenuLink(Face.Field, 20, "/field/report", "matters.menu_report", "camera", MattersPermissions.SelfHandle));
        services.AddSingleton(new MenuLink(Face.Field, 90, "/console", "matters.menu_all", "search", MattersPermissions.Read));

        services.AddSingleton(new MenuLink(Face.Resident, 10, "/areas", "matters.areas_title", "pin"));
        services.AddSingleton(new MenuLink(Face.Resident, 20, "/track", "matters.menu_track", "search"));

        services.AddSingleton(new Door(10, "/field", MattersPermissions.SelfHandle));
        services.AddSingleton(new Door(20, "/console", MattersPermissions.Triage));
        services.AddSingleton(new Door(20, "/console", MattersPermissions.Handle));
        services.AddSingleton(new Door(20, "/console", MattersPermissions.Verify));
        services.AddSingleton(new Door(30, "/screen", MattersPermissions.Screen));
        services.AddSingleton(new Door(40, "/console", MattersPermissions.Read));
    }

    private static MenuLink Queue(int order, QueueView view, string path, string words, string icon, string? group) =>
        new(Face.Console, order, path, words, icon, MattersPermissions.Read, group)
        {
            Count = (services, ct) => services.GetRequiredService<FindMatters>().Count(new MatterFilter { View = view }, ct),
        };
}
