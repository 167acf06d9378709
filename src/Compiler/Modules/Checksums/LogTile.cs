using System.Globalization;
using System.Text;

namespace Go.Compiler.Modules.Checksums;

/// <summary>
/// A piece of the log's tree, as it is stored and sent: up to 256 neighbouring hashes of one level that is a multiple of 8. Tile <c>n</c>
/// of row <c>r</c> has the nodes <c>256n …</c> of level <c>8r</c>; the node over a full tile is an entry of the row above.
/// </summary>
/// <param name="Row">Level of its nodes divided by 8; 0 has the records.</param>
/// <param name="Number">Its place in the row.</param>
/// <param name="Width">How many hashes it has: 256 but for the last of a row.</param>
internal readonly record struct LogTile(int Row, long Number, int Width)
{
    public const int Height = 8, MaxWidth = 1 << Height;

    public bool IsFull => Width == MaxWidth;

    /// <summary>How many bytes it is.</summary>
    public int Size => Width * LogHash.Size;

    /// <summary>Its address below that of the database, and its name in the cache: <c>tile/8/0/x001/234.p/5</c>.</summary>
    public string Path
    {
        get
        {
            var number = new StringBuilder((Number % 1000).ToString("000", CultureInfo.InvariantCulture));
            for (long rest = Number / 1000; rest > 0; rest /= 1000)
            {
                number.Insert(0, $"x{(rest % 1000).ToString("000", CultureInfo.InvariantCulture)}/");
            }
            return $"tile/{Height}/{Row}/{number}{(IsFull ? "" : $".p/{Width}")}";
        }
    }
}
