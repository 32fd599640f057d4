using System.IO.Compression;
using System.Text;
using Cuobian.Data.Sheets;
using Cuobian.Kernel;

namespace Cuobian.Tests.Sheets;

/// <summary>What is written as XLSX or CSV reads back the same; what is broken, huge or a bomb is refused in words.</summary>
public sealed class SheetTests
{
    private static readonly string[] Columns = ["姓名", "phone", "note"];
    private static readonly object?[][] Rows = [["陈阿婆", "13800001234", "说\"好\",\r\n第二行"], ["=1+1", null, "  "], [12, 0.5m, new DateOnly(2026, 2, 14)]];

    [Fact]
    public void A_workbook_reads_back_as_written()
    {
        using var file = Written(stream => SheetWriter.Xlsx(stream, "台账[1]", Columns, Rows));
        using var sheet = SheetReader.Open(file);
        Assert.Equal(Columns, sheet.Columns);
        Assert.Equal([["陈阿婆", "13800001234", "说\"好\",\n第二行"], ["=1+1", "", ""], ["12", "0.5", "2026-02-14"]], sheet.Rows.Select(row => row.Cells));
    }

    [Fact]
    public void A_csv_reads_back_as_written_and_a_formula_is_defused()
    {
        using var file = Written(stream => SheetWriter.Csv(stream, Columns, Rows));
        using var sheet = SheetReader.Open(file);
        Assert.Equal(Columns, sheet.Columns);
        Assert.Equal([["陈阿婆", "13800001234", "说\"好\",\n第二行"], ["'=1+1", "", ""], ["12", "0.5", "2026-02-14"]], sheet.Rows.Select(row => row.Cells));
    }

    [Fact]
    public void Rows_are_numbered_as_the_spreadsheet_shows_them_and_empty_ones_are_passed_over()
    {
        using var sheet = SheetReader.Open(Text("a,b\n1,2\n\n,\n3\n"));
        Assert.Equal([(2, "1|2"), (5, "3|")], sheet.Rows.Select(row => (row.Number, string.Join('|', row.Cells))));
    }

    [Fact]
    public void Text_saved_on_Chinese_Windows_is_understood()
    {
        var gbk = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;
        using var sheet = SheetReader.Open(new MemoryStream(gbk.GetBytes("姓名,住址\n林阿公,漳州市芗城区\n")));
        Assert.Equal(["姓名", "住址"], sheet.Columns);
        Assert.Equal(["林阿公", "漳州市芗城区"], sheet.Rows.Single().Cells);
    }

    [Theory]
    [InlineData("", "sheet_empty")]
    [InlineData("\n , \n", "sheet_empty")]
    [InlineData("a,A\n1,2\n", "sheet_column_twice")]
    [InlineData("PK and no more", "sheet_not_xlsx")]
    public void What_is_no_sheet_is_refused(string text, string code) =>
        Assert.Equal(code, Assert.Throws<Invalid>(() => SheetReader.Open(Text(text))).Faults.Single().Code);

    [Fact]
    public void A_bomb_is_refused_unread()
    {
        using var bomb = new MemoryStream();
        using (var zip = new ZipArchive(bomb, ZipArchiveMode.Create, leaveOpen: true))
        using (var entry = zip.CreateEntry("xl/worksheets/sheet1.xml").Open())
        {
            var zeros = new byte[1024 * 1024];
            for (var i = 0; i < 64; i++) entry.Write(zeros);
        }
        bomb.Position = 0;
        Assert.Equal("sheet_too_large", Assert.Throws<Invalid>(() => SheetReader.Open(bomb)).Faults.Single().Code);
    }

    [Fact]
    public void A_workbook_cut_short_anywhere_is_refused_and_never_breaks_the_reader()
    {
        using var whole = Written(stream => SheetWriter.Xlsx(stream, "t", Columns, Rows));
        var bytes = whole.ToArray();
        for (var length = 2; length < bytes.Length; length += 97)
            Assert.Throws<Invalid>(() => { using var sheet = SheetReader.Open(new MemoryStream(bytes[..length])); _ = sheet.Rows.Count(); });
    }

    [Fact]
    public void A_flipped_byte_gives_a_sheet_or_a_refusal_and_nothing_else()
    {
        using var whole = Written(stream => SheetWriter.Xlsx(stream, "t", Columns, Rows));
        for (var at = 0; at < whole.Length; at += 7)
        {
            var bytes = whole.ToArray();
            bytes[at] ^= 0x55;
            try
            {
                using var sheet = SheetReader.Open(new MemoryStream(bytes));
                _ = sheet.Rows.Count();
            }
            catch (Invalid) { }
        }
    }

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));

    private static MemoryStream Written(Action<Stream> write)
    {
        var file = new MemoryStream();
        write(file);
        file.Position = 0;
        return file;
    }
}
