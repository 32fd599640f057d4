namespace Cuobian.Notices.Templates;

/// <summary>The templates that come with the program: words for each topic, and the form each way gives them.</summary>
internal static class ShippedTemplates
{
    private static readonly File All = Seeds.Read<File>("templates.json");

    public static Template For(string topic, Way way, bool english)
    {
        Template words = All.Topics[topic].In(english), form = All.Forms[way].In(english);
        string Put(string text) => text.Replace("[title]", words.Title, StringComparison.Ordinal).Replace("[text]", words.Text, StringComparison.Ordinal);
        return new Template(Put(form.Title), Put(form.Text));
    }

    /// <summary>Words that stand around letters: how to unsubscribe, the title of a digest.</summary>
    public static string Frame(string name, bool english) => english ? All.Frames[name].En : All.Frames[name].Zh;

    /// <summary>What the topic is called on pages.</summary>
    public static string NameOf(string topic, bool english) => english ? All.Topics[topic].EnName : All.Topics[topic].ZhName;

    /// <summary>The seed file: by topic the words, by way the form, and the frames.</summary>
    private sealed record File(Dictionary<string, Words> Topics, Dictionary<Way, Words> Forms, Dictionary<string, Frames> Frames);

    private sealed record Frames(string Zh, string En);

    private sealed record Words(Template Zh, Template En)
    {
        public string ZhName { get; init; } = "";
        public string EnName { get; init; } = "";

        public Template In(bool english) => english ? En : Zh;
    }
}
