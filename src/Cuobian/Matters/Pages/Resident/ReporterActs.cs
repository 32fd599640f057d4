using Cuobian.Data.Files;
using Cuobian.Kernel;

namespace Cuobian.Matters.Pages.Resident;

/// <summary>Turns a form of the reporter's page into the command it names, and answers the sentence to tell.</summary>
public sealed class ReporterActs(
    RateMatter rate, WithdrawMatter withdraw, UrgeMatter urge, ReopenMatter reopen, CommentOnMatter comment, AttachPhotos attach, AddFile files,
    AskReporter ask, AppealRejection appeal, TakeBackConsent takeBack)
{
    /// <summary>Null when there is no such matter for this person, or no such act.</summary>
    public async Task<string?> Run(string number, string? code, IFormCollection form, CancellationToken ct)
    {
        var (reason, words) = (form["reason"].ToString(), form["words"].ToString());
        return form["do"].ToString() switch
        {
            "rate" => Told(await rate.Run(number, code, new RateMatter.Form { Prompt = Yes(form["prompt"]), Solved = Yes(form["solved"]), Satisfied = Yes(form["satisfied"]), Words = words }, ct), "matters.mine_did_rate"),
            "withdraw" => Told(await withdraw.Run(number, code, new WithdrawMatter.Form { Reason = reason }, ct), "matters.mine_did_withdraw"),
            "urge" => Told(await urge.Run(number, code, new UrgeMatter.Form { Words = words }, ct), "matters.mine_did_urge"),
            "reopen" => Told(await reopen.Run(number, code, new ReopenMatter.Form { Reason = reason }, ct), "matters.mine_did_reopen"),
            "comment" => Told(await comment.Run(number, code, new CommentOnMatter.Form { Words = words }, ct), "matters.mine_did_comment"),
            "reply" => Told(await ask.Reply(number, code, new AskReporter.Form { Words = words }, ct), "matters.mine_did_comment"),
            "appeal" => Told(await appeal.Run(number, code, new AppealRejection.Form { Words = words }, ct), "matters.mine_did_appeal"),
            "attach" => Told(await Attach(number, code, form, ct), "matters.mine_did_attach"),
            "take-back" => await takeBack.Run(number, code, ct) ? "matters.mine_did_take_back" : null,
            _ => null,
        };
    }

    private async Task<Matter?> Attach(string number, string? code, IFormCollection form, CancellationToken ct)
    {
        var photos = new List<Guid>();
        foreach (var photo in form.Files.Where(f => f is { Name: "photos", Length: > 0 }).Take(ReportMatter.MostPhotos + 1))
        {
            await using var content = photo.OpenReadStream();
            photos.Add((await Add(content, photo.Length, ct)).Id);
        }
        return await attach.Run(number, code, new AttachPhotos.Form { Photos = photos, Stage = PhotoStage.Report }, ct);
    }

    private async Task<AddFile.UploadedFile> Add(Stream content, long length, CancellationToken ct)
    {
        try
        {
            return await files.Run(content, length, ct);
        }
        catch (Invalid invalid)
        {
            throw new Invalid([.. invalid.Faults.Select(f => f with { Field = "photos" })]);
        }
    }

    private static string? Told(Matter? matter, string sentence) => matter is null ? null : sentence;

    private static bool? Yes(string? answer) => answer switch { "1" => true, "0" => false, _ => null };
}
