using System.CommandLine;
using System.Text.Json;
using Cuobian.Matters.Words;

namespace Cuobian.Tests.Matters.Words;

public sealed class ClassifierVerbsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("cuobian-words-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Classify_prints_a_line_for_each_line()
    {
        var input = Write("in.jsonl", """{"text":"路灯不亮"}""", "", """{"text":"","note":"empty"}""", """{"text":"公司拖欠工资"}""");
        var (code, output, _) = await Run("classify", "--input", input);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(0, code);
        Assert.Equal(3, lines.Length);
        var suggestions = JsonDocument.Parse(lines[0]).RootElement.GetProperty("suggestions");
        Assert.Equal(3, suggestions.GetArrayLength());
        Assert.Equal(["code", "probability", "because"], suggestions[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal("0203", suggestions[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_model_trained_on_other_labels_guesses_those()
    {
        var input = Write("train.csv", ["id,label,subject,body", .. Enumerable.Range(0, 30).Select(n => n % 2 == 0
            ? $"{n},水,\"停水了{n}\",自来水没有了" : $"{n},电,\"停电了{n}\",\"电灯不亮, 没电\"")]);
        var model = Path.Combine(folder, "small.model");
        var (trained, said, _) = await Run("classifier", "train", "--input", input, "--output", model);
        Assert.Equal(0, trained);
        Assert.Contains("2 categories", said, StringComparison.Ordinal);
        var (_, output, _) = await Run("classify", "--model", model, "--input", Write("in.jsonl", """{"text":"家里没有自来水"}"""));
        Assert.Equal("水", JsonDocument.Parse(output).RootElement.GetProperty("suggestions")[0].GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("no json", "line 1")]
    [InlineData("""{"text":"没有类别"}""", "row 1")]
    [InlineData("[1]", "line 1")]
    public async Task A_bad_line_is_named(string line, string where)
    {
        var (code, _, error) = await Run("classifier", "evaluate", "--input", Write("bad.jsonl", line));
        Assert.Equal(1, code);
        Assert.Contains(where, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_and_a_file_that_is_no_model_are_sentences()
    {
        var input = Write("in.jsonl", """{"text":"路灯不亮"}""");
        Assert.Equal(1, (await Run("classify", "--input", input + ".none")).Code);
        Assert.Equal(1, (await Run("classify", "--input", input, "--model", input)).Code);
    }

    private string Write(string name, params IEnumerable<string> lines)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllLines(file, lines);
        return file;
    }

    private static async Task<(int Code, string Output, string Error)> Run(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var root = new RootCommand { ClassifierVerbs.Classify(), ClassifierVerbs.Family() };
        var code = await root.Parse(args).InvokeAsync(new InvocationConfiguration { Output = output, Error = error }, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }
}
