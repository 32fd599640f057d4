using Cuobian.Data.Files;
using Cuobian.Kernel;
using Cuobian.Web;
using Cuobian.Web.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People.Organisation.Pages;

/// <summary>A page with several forms and one handler: fields are named after their form, and what was typed stays when it is refused.</summary>
public abstract class FormPage : ComponentBase
{
    private IFormCollection? typed;

    [Inject] protected Sentences Sentences { get; set; } = null!;

    [Inject] protected NavigationManager Nav { get; set; } = null!;

    [CascadingParameter] protected HttpContext Http { get; set; } = null!;

    protected FormFaults Faults { get; private set; } = FormFaults.None;

    protected CancellationToken Ct => Http.RequestAborted;

    /// <summary>The form that was sent and refused.</summary>
    protected string? Rejected => typed?["do"];

    /// <summary>What the field should show: what was typed, else what is known.</summary>
    protected string? Typed(string field, string? known = null) => typed is not null && field.StartsWith($"{typed["do"]}-", StringComparison.Ordinal) ? typed[field].ToString() : known;

    /// <summary>Does the work the form asks for and goes where it leads; a refusal is shown above the form.</summary>
    /// <param name="work">Answers where to go and what to tell, or null when there is no such thing.</param>
    protected async Task Try(Func<SentForm, Task<(string To, string Tell)?>> work)
    {
        var form = await Http.Request.ReadFormAsync(Ct);
        try
        {
            if (await work(new SentForm(form)) is not { } done)
            {
                Nav.NotFound();
                return;
            }
            Flash.Tell(Http, done.Tell);
            Nav.NavigateTo(done.To);
        }
        catch (Invalid invalid)
        {
            Say(form, 400, FormFaults.From(new Invalid([.. invalid.Faults.Select(f => f with { Field = $"{form["do"]}-{f.Field}" })]), Sentences));
        }
        catch (Refused refused)
        {
            Say(form, 409, FormFaults.From(refused, Sentences));
        }
        catch (DbUpdateConcurrencyException)
        {
            Say(form, 409, FormFaults.From(new Refused("changed_meanwhile"), Sentences));
        }
    }

    private void Say(IFormCollection form, int status, FormFaults faults) => (typed, Http.Response.StatusCode, Faults) = (form, status, faults);
}

/// <summary>A form as it was sent; fields are asked without the name of the form.</summary>
public sealed class SentForm(IFormCollection form)
{
    public string Do { get; } = form["do"].ToString();

    /// <summary>The thing in a list that the form stands beside.</summary>
    public string Which => form["which"].ToString();

    public string? this[string field] => form[$"{Do}-{field}"] is [{ Length: > 0 } text, ..] ? text : null;

    public DateOnly? Day(string field) => this[field] is not { } text ? null
        : Days.Read(text) ?? throw new Invalid([new Fault(field, "people.day_malformed", text)]);

    public int? Number(string field) => this[field] is not { } text ? null
        : int.TryParse(text, out var number) ? number : throw new Invalid([new Fault(field, "people.number_malformed", text)]);

    /// <summary>Stores the photos that came with the form.</summary>
    public async Task<List<Guid>> Photos(string field, AddFile files, CancellationToken ct)
    {
        var photos = new List<Guid>();
        foreach (var photo in form.Files.GetFiles($"{Do}-{field}").Where(f => f.Length > 0).Take(Limit.Photos + 1))
        {
            await using var content = photo.OpenReadStream();
            try
            {
                photos.Add((await files.Run(content, photo.Length, ct)).Id);
            }
            catch (Invalid wrong)
            {
                throw new Invalid([.. wrong.Faults.Select(f => f with { Field = field })]);
            }
        }
        return photos;
    }
}
