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
    [InlineData("a,b\n\"1,2\n3,4\n", "sheet_not_csv")]
    public void What_is_no_sheet_is_refused(string text, string code) =>
        Assert.Equal(code, Assert.Throws<Invalid>(() => { using var sheet = SheetReader.Open(Text(text)); _ = sheet.Rows.Count(); }).Faults.Single().Code);

    [Theory]
    [InlineData("路灯", "路灯")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("-1", "'-1")]
    [InlineData(null, "")]
    [InlineData(-1.5, "-1.5")]
    public void A_cell_of_a_csv_is_quoted_where_it_must_be_and_is_never_a_formula(object? value, string cell)
    {
        using var file = Written(stream => SheetWriter.Csv(stream, ["x", "y"], [[value, 0]]));
        Assert.Equal($"\uFEFFx,y\r\n{cell},0\r\n", Encoding.UTF8.GetString(file.ToArray()));
    }

    [Fact]
    public async Task Rows_come_by_the_names_of_their_columns_and_a_value_without_one_is_a_fault()
    {
        var shape = new SheetShape(["code", "name"], ["code"]) { MostRows = 2 };
        var line = Assert.Single(await shape.Read(Text(" Name ,other,CODE\n'=1,x,7\n"), TestContext.Current.CancellationToken));
        Assert.Equal(("7", "=1", "", "lines[2].code"), (line["code"], line["name"], line["other"], line.Field("code")));
        Assert.Equal("sheet_row_strays", await Refused(shape, "code,name\n1,a\n2,b,c\n"));
        Assert.Equal("sheet_row_strays", await Refused(shape, "code,,name\n1,a,b\n"));
        Assert.Equal("sheet_columns_missing", await Refused(shape, "name\n1\n"));
        Assert.Equal("sheet_too_long", await Refused(shape, "code\n1\n2\n3\n"));
        Assert.Equal("sheet_column_unknown", await Refused(shape with { IsClosed = true }, "code,other\n1,2\n"));
        Assert.Equal("sheet_empty", await Refused(shape, "code\n"));
    }

    private static async Task<string> Refused(SheetShape shape, string text) =>
        (await Assert.ThrowsAsync<Invalid>(() => shape.Read(Text(text), TestContext.Current.CancellationToken))).Faults.Single().Code;

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
