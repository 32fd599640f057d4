using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Cuobian.Tests.Architecture;

/// <summary>Every type that a compiled type mentions: bases, attributes, fields, signatures and method bodies.</summary>
internal static class UsedTypes
{
    public static IEnumerable<TypeReference> Of(TypeDefinition type) =>
        Mentioned(type).SelectMany(Unwrap).DistinctBy(used => used.FullName);

    private static IEnumerable<TypeReference?> Mentioned(TypeDefinition type) =>
    [
        type.BaseType,
        .. type.Interfaces.Select(i => i.InterfaceType),
        .. Attributes(type),
        .. Constraints(type),
        .. type.Fields.SelectMany(field => Attributes(field).Append(field.FieldType)),
        .. type.Properties.SelectMany(property => Attributes(property).Append(property.PropertyType)),
        .. type.Events.SelectMany(happening => Attributes(happening).Append(happening.EventType)),
        .. type.Methods.SelectMany(InMethod),
    ];

    private static IEnumerable<TypeReference?> InMethod(MethodDefinition method) =>
    [
        .. InSignature(method),
        .. Attributes(method),
        .. Constraints(method),
        .. method.Parameters.SelectMany(Attributes),
        .. method.HasBody ? InBody(method.Body) : [],
    ];

    private static IEnumerable<TypeReference?> InSignature(MethodReference method) =>
        method.Parameters.Select(parameter => parameter.ParameterType).Append(method.ReturnType);

    private static IEnumerable<TypeReference?> InBody(MethodBody body) =>
    [
        .. body.Variables.Select(variable => variable.VariableType),
        .. body.ExceptionHandlers.Select(handler => handler.CatchType),
        .. body.Instructions.SelectMany(InOperand),
    ];

    private static IEnumerable<TypeReference?> InOperand(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => [type],
        FieldReference field => [field.DeclaringType, field.FieldType],
        MethodReference method => [method.DeclaringType, .. InSignature(method), .. method is GenericInstanceMethod generic ? generic.GenericArguments : []],
        _ => [],
    };

    private static IEnumerable<TypeReference?> Attributes(ICustomAttributeProvider on) => on.CustomAttributes.SelectMany(attribute =>
        attribute.ConstructorArguments.Concat(attribute.Properties.Select(p => p.Argument))
            .Select(argument => argument.Value as TypeReference).Append(attribute.AttributeType));

    private static IEnumerable<TypeReference?> Constraints(IGenericParameterProvider on) =>
        on.GenericParameters.SelectMany(parameter => parameter.Constraints).Select(constraint => constraint.ConstraintType);

    /// <summary>A list of arrays of matters mentions the list and the matter.</summary>
    private static IEnumerable<TypeReference> Unwrap(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => [.. Unwrap(generic.ElementType), .. generic.GenericArguments.SelectMany(Unwrap)],
        IModifierType modified => Unwrap(modified.ElementType),
        TypeSpecification wrapped => Unwrap(wrapped.ElementType),
        _ => [type],
    };
}
