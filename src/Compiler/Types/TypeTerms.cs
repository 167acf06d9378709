using Go.Compiler.Collections;

namespace Go.Compiler.Types;

/// <summary>
/// Algebra of term lists. A null list stands for all types, an empty one for none; results are normalised: no term includes another.
/// A term <c>~T</c> holds every type whose underlying type is T.
/// </summary>
internal static class TypeTerms
{
    /// <summary>Whether no type is in both terms.</summary>
    public static bool Disjoint(UnionTerm x, UnionTerm y)
        => !TypeIdentity.Identical(y.Tilde ? x.Type.Underlying : x.Type, x.Tilde ? y.Type.Underlying : y.Type);

    public static bool Includes(UnionTerm term, GoType type) => TypeIdentity.Identical(term.Type, term.Tilde ? type.Underlying : type);

    public static bool IsSubset(UnionTerm x, UnionTerm y) => !Disjoint(x, y) && (!x.Tilde || y.Tilde);

    /// <summary>Every type of the first list is in the second.</summary>
    public static bool IsSubset(IReadOnlyList<UnionTerm>? xs, IReadOnlyList<UnionTerm>? ys)
    {
        if (ys is null)
        {
            return true;
        }
        if (xs is null)
        {
            return false;
        }
        foreach (UnionTerm x in xs)
        {
            bool found = false;
            for (int i = 0; i < ys.Count && !found; i++)
            {
                found = IsSubset(x, ys[i]);
            }
            if (!found)
            {
                return false;
            }
        }
        return true;
    }

    public static bool AreEqual(IReadOnlyList<UnionTerm>? xs, IReadOnlyList<UnionTerm>? ys)
        => ReferenceEquals(xs, ys) || IsSubset(xs, ys) && IsSubset(ys, xs);

    /// <summary>Adds a term to a normalised list, which keeps the order of first appearance.</summary>
    public static void Add(EntityList<UnionTerm> list, UnionTerm term)
    {
        for (int i = 0; i < list.Count; i++)
        {
            UnionTerm x = list[i];
            if (Disjoint(x, term))
            {
                continue;
            }
            if (x.Tilde || !term.Tilde)
            {
                return;
            }
            // The wider new term takes the place of every narrower one.
            list[i] = term;
            for (int j = list.Count - 1; j > i; j--)
            {
                if (!Disjoint(list[j], term))
                {
                    list.RemoveAt(j);
                }
            }
            return;
        }
        list.Add(term);
    }

    public static IReadOnlyList<UnionTerm>? Intersect(IReadOnlyList<UnionTerm>? xs, IReadOnlyList<UnionTerm>? ys)
    {
        if (xs is null)
        {
            return ys;
        }
        if (ys is null)
        {
            return xs;
        }
        EntityList<UnionTerm> result = [];
        foreach (UnionTerm x in xs)
        {
            foreach (UnionTerm y in ys)
            {
                if (!Disjoint(x, y))
                {
                    Add(result, !x.Tilde || y.Tilde ? x : y);
                }
            }
        }
        return result;
    }

    public static string Print(IReadOnlyList<UnionTerm>? terms, Func<Package, string>? qualifier)
    {
        if (terms is null)
        {
            return "𝓤";
        }
        if (terms.Count == 0)
        {
            return "∅";
        }
        System.Text.StringBuilder b = new();
        for (int i = 0; i < terms.Count; i++)
        {
            b.Append(i > 0 ? " | " : "").Append(terms[i].Tilde ? "~" : "").Append(TypePrinter.Print(terms[i].Type, qualifier));
        }
        return b.ToString();
    }
}
