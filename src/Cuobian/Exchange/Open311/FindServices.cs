using Cuobian.Matters.Contracts;
using Microsoft.Extensions.Localization;

namespace Cuobian.Exchange.Open311;

/// <summary>Lists what can be reported as services, and the questions that each one asks.</summary>
internal sealed class FindServices(IMatters matters, IStringLocalizer<Text> words)
{
    public Reply Run() => Reply.List("services", "service", matters.Kinds.Select(kind => new Leaf[]
    {
        new("service_code", kind.Code),
        new("service_name", kind.Name),
        new("description", kind.Hotline is null ? kind.Name : words["open311_call_first", kind.Name, kind.Hotline].Value),
        new("metadata", true),
        new("type", kind.TriageFirst ? "batch" : "realtime"),
        new("keywords", string.Join(", ", kind.Keywords)),
        new("group", kind.Group),
    }));

    public Reply Definition(string code)
    {
        var kind = Find(code) ?? throw new Open311Error(StatusCodes.Status404NotFound, words["open311_service_unknown", code]);
        var common = ServiceAttributes.Of(kind);
        var attributes = common.Select((attribute, at) => Attribute(at + 1, attribute.Code, attribute.Datatype, attribute.Required, words[attribute.Words], words[attribute.Words + "_hint"],
                attribute.Choices.Select(choice => (choice, words[attribute.WordsOf(choice)].Value))))
            .Concat(kind.Questions.Select((question, at) => Attribute(common.Count + at + 1, question.Code, question.Datatype(), question.Required, question.Label, question.Hint ?? "",
                question.Choices.Select(choice => (choice.Code, choice.Name)))));
        return new Reply("service_definition", new Leaf[] { new("service_code", kind.Code), new("attributes", new Many("attribute", [.. attributes])) });
    }

    private static Leaf[] Attribute(int order, string code, string datatype, bool required, string label, string hint, IEnumerable<(string Key, string Name)> choices) => new Leaf[]
    {
        new("variable", true),
        new("code", code),
        new("datatype", datatype),
        new("required", required),
        new("datatype_description", hint),
        new("order", order),
        new("description", label),
        new("values", new Many("value", [.. choices.Select(choice => new Leaf[] { new("key", choice.Key), new("name", choice.Name) })])),
    };

    public MatterKind? Find(string? code) => matters.Kinds.FirstOrDefault(kind => kind.Code == code);
}
