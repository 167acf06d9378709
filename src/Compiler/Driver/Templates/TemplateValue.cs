namespace Go.Compiler.Driver.Templates;

/// <summary>A value with its type; without type it is no value.</summary>
/// <param name="Data">
/// bool, long, double, complex number or string; a list of such; a <see cref="TemplateMap"/>; what a pointer points to, or null; of a
/// struct a
/// <see cref="TemplateRecord"/>, the text that its first field has, or what else its type knows.
/// </param>
/// <param name="IsAddressable">Whether methods of pointers can be called.</param>
internal readonly record struct TemplateValue(TemplateType? Type, object? Data, bool IsAddressable = false)
{
    public static TemplateValue Of(string text) => new(TemplateType.String, text);

    public static TemplateValue Of(long number) => new(TemplateType.Int, number);

    public static TemplateValue Of(bool truth) => new(TemplateType.Bool, truth);

    public TemplateKind Kind => Type?.Kind ?? TemplateKind.Invalid;

    public string TypeName => Type!.Name;

    /// <summary>The list; a nil one is empty.</summary>
    public IReadOnlyList<object?> Items => (IReadOnlyList<object?>?)Data ?? [];

    public IReadOnlyList<(string Key, object? Value)> Entries => ((TemplateMap?)Data)?.Entries ?? [];

    public TemplateValue Item(object? data) => new(Type!.Element, data ?? Zero(Type.Element!), Kind == TemplateKind.Slice);

    public bool IsNil => Kind switch
    {
        TemplateKind.Invalid => true,
        TemplateKind.Slice => Items.Count == 0,
        TemplateKind.Map => Entries.Count == 0,
        TemplateKind.Pointer or TemplateKind.Interface => Data is null,
        _ => false,
    };

    /// <summary>What <c>if</c> takes for true.</summary>
    public bool IsTrue => Kind switch
    {
        TemplateKind.Bool => (bool)Data!,
        TemplateKind.Int or TemplateKind.Uint => (long)Data! != 0,
        TemplateKind.Float => (double)Data! != 0,
        TemplateKind.Complex => (System.Numerics.Complex)Data! != 0,
        TemplateKind.String => ((string)Data!).Length > 0,
        TemplateKind.Struct => true,
        _ => !IsNil,
    };

    /// <summary>What a pointer leads to; true if it is nil.</summary>
    public (TemplateValue Value, bool IsNil) Indirect()
        => Kind == TemplateKind.Pointer && Data is not null ? (new(Type!.Element, Data, true), false)
            : (this, Kind is TemplateKind.Pointer or TemplateKind.Interface && Data is null);

    public TemplateValue Field(TemplateField field)
    {
        object? data = Data is TemplateRecord record ? record.Find(field.Name) : Data is string text && field == Type!.Fields[0] ? text
            : null;
        return new(field.Type, data ?? Zero(field.Type), IsAddressable);
    }

    /// <summary>The text that a method of its gives, or null if it has none.</summary>
    public string? Text => Type is null or { Text: null } or { IsTextOfPointer: true } ? null : Data is null ? "<nil>" : Type.Text(Data);

    private static object? Zero(TemplateType type) => type.Kind switch
    {
        TemplateKind.Bool => false,
        TemplateKind.Int or TemplateKind.Uint => 0L,
        TemplateKind.String => "",
        _ => null,
    };
}
