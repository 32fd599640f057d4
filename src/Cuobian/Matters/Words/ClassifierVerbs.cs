using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Cuobian.Kernel;
using Cuobian.Web;

namespace Cuobian.Matters.Words;

/// <summary>The command line's way to the classifier: <c>classify</c>, <c>classifier train</c> and <c>classifier evaluate</c>.</summary>
internal static class ClassifierVerbs
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Classify()
    {
        var input = Input("JSON lines with a text each (or CSV); a packed .gz file works too.");
        var model = new Option<FileInfo?>("--model") { Description = "A model made by 'classifier train' instead of the shipped one.", HelpName = "FILE" };
        var verb = new Command("classify", "Print three suggestions for each text: code, probability and the words that spoke for it.") { input, model };
        verb.SetAction((parsed, ct) => Guarded(parsed, async () =>
        {
            var used = parsed.GetValue(model) is { } file ? Open(file) : Classifier.Shipped;
            foreach (var text in TextsFile.Texts(Existing(parsed.GetValue(input)!)))
            {
                ct.ThrowIfCancellationRequested();
                var suggestions = Classifier.Suggest(used, text).Select(g => g with { Probability = Math.Round(g.Probability, 4) });
                await parsed.InvocationConfiguration.Output.WriteLineAsync(JsonSerializer.Serialize(new { suggestions }, Json));
            }
        }));
        return verb;
    }

    public static Command Family(Func<ParseResult, Task<IHost>>? host = null) => new("classifier", "Train and judge the model that suggests categories.") { Train(host), Evaluate() };

    private static Command Train(Func<ParseResult, Task<IHost>>? host)
    {
        var input = Input("JSON lines with text and category (or CSV). Without it only what ships is learned.", required: false);
        var output = new Option<FileInfo>("--output") { Description = "Where to write the model. Without it the decisions of staff are learned too, and the model becomes the next version in the database if it is no worse.", HelpName = "FILE" };
        var verb = new Command("train", "Train a model from labelled texts and say how good it is on texts kept back.") { input, output };
        verb.SetAction((parsed, ct) => Guarded(parsed, async () =>
        {
            if (parsed.GetValue(output) is not { } target)
            {
                await TrainHere(parsed, host, parsed.GetValue(input), ct);
                return;
            }
            var model = new ModelMaker(new TrainingSettings()).Make(Texts(parsed.GetValue(input), withReports: true));
            await File.WriteAllBytesAsync(target.FullName, ModelFile.Write(model), ct);
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"Model {model.TrainedOn}, {model.Labels.Count} categories, {model.Hashes.Length} runs of characters.\nOn kept back {model.Figures}.");
        }));
        return verb;
    }

    /// <summary>Trains the next version of the house's own model and says whether it was switched in.</summary>
    private static async Task TrainHere(ParseResult parsed, Func<ParseResult, Task<IHost>>? host, FileInfo? file, CancellationToken ct)
    {
        var more = file is null ? [] : TextsFile.Labelled(Existing(file));
        if (host is null || more.Any(t => !ShippedTexts.Codes.Contains(t.Label))) throw new InvalidDataException("These labels are not our categories; name an --output.");
        using var app = await host(parsed);
        await using var scope = app.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<Acting>().Actor = Actor.System;
        try
        {
            var answer = await scope.ServiceProvider.GetRequiredService<TrainModel>().Run(more, ct);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(
                $"Version {answer.Version} {(answer.SwitchedIn ? "is in use" : "was no better and is kept only")}, learned from {answer.Decisions} decisions.\nOn kept back {answer.Figures}.\nThe model before: {answer.Before}.");
        }
        catch (Refused no)
        {
            throw new InvalidDataException(scope.ServiceProvider.GetRequiredService<Sentences>().For(no.Code, [.. no.Details]));
        }
    }

    private static Command Evaluate()
    {
        var input = Input("JSON lines with text and category (or CSV).");
        var folds = new Option<int>("--folds") { Description = "How many parts; each is judged by a model of the others.", DefaultValueFactory = _ => 5 };
        folds.Validators.Add(given => { if (given.GetValueOrDefault<int>() < 2) given.AddError("--folds must be 2 or more."); });
        var alone = new Option<bool>("--alone") { Description = "Learn from the file only, without the phrases and keywords that ship." };
        var learn = new Option<FileInfo?>("--learn") { Description = "More labelled texts that are only learned; those with the id of a judged text (its message_id, if it has one) are left out.", HelpName = "FILE" };
        var verb = new Command("evaluate", "Judge the training by cross-validation.") { input, folds, alone, learn };
        verb.SetAction((parsed, _) => Guarded(parsed, () =>
        {
            var texts = parsed.GetValue(alone) ? TextsFile.Labelled(Existing(parsed.GetValue(input)!)) : Texts(parsed.GetValue(input), withReports: false);
            var figures = new ModelMaker(new TrainingSettings()).Evaluate(texts, parsed.GetValue(folds), Beside(parsed.GetValue(learn), texts));
            return parsed.InvocationConfiguration.Output.WriteLineAsync(figures.ToString());
        }));
        return verb;
    }

    /// <summary>The file's texts; where their labels are the shipped categories, with what ships, but no text twice.</summary>
    private static List<LabelledText> Texts(FileInfo? file, bool withReports)
    {
        if (file is null) return ShippedTexts.All();
        var texts = TextsFile.Labelled(Existing(file));
        if (!texts.All(t => ShippedTexts.Codes.Contains(t.Label))) return texts;
        var given = texts.Select(t => t.Text).ToHashSet();
        var shipped = withReports ? ShippedTexts.All() : ShippedTexts.Lexicon();
        return [.. shipped.Where(t => !given.Contains(t.Text)), .. texts];
    }

    private static List<LabelledText> Beside(FileInfo? file, List<LabelledText> judged)
    {
        if (file is null) return [];
        var ids = judged.Select(t => t.Id).OfType<string>().ToHashSet();
        return [.. TextsFile.Labelled(Existing(file)).Where(t => t.Id is null || !ids.Contains(t.Id))];
    }

    private static Option<FileInfo> Input(string description, bool required = true) =>
        new("--input") { Description = description, HelpName = "FILE", Required = required };

    private static FileInfo Existing(FileInfo file) => file.Exists ? file : throw new InvalidDataException($"There is no file {file.FullName}.");

    private static TextModel Open(FileInfo file)
    {
        using var content = Existing(file).OpenRead();
        return ModelFile.Read(content);
    }

    /// <summary>What is wrong with a file becomes a sentence and exit code 1.</summary>
    public static async Task<int> Guarded(ParseResult parsed, Func<Task> work)
    {
        try
        {
            await work();
            return 0;
        }
        catch (Exception wrong) when (wrong is InvalidDataException or IOException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync(wrong.Message);
            return 1;
        }
    }
}
