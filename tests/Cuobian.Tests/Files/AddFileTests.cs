using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Cuobian.Data;
using Cuobian.Data.Files;
using Cuobian.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Cuobian.Tests.Files;

/// <summary>Photos come in through the API clean, small enough and once.</summary>
public sealed class AddFileTests
{
    private static readonly CancellationToken Ct = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_photo_with_a_place_in_it_is_stored_without()
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        var answer = await Post(client, SomePhoto.Named("camera.jpg"));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var file = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        Assert.Equal(["id", "type", "width", "height"], file.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("image/jpeg", 48, 64), (file.GetProperty("type").GetString(), file.GetProperty("width").GetInt32(), file.GetProperty("height").GetInt32()));

        var stored = await File.ReadAllBytesAsync(Assert.Single(Contents(app)), Ct);
        Assert.DoesNotContain("Secret", Encoding.Latin1.GetString(stored), StringComparison.Ordinal);
        var row = await app.InScope(scope => scope.GetRequiredService<CuobianDb>().Set<StoredFile>().SingleAsync(Ct));
        Assert.Equal((file.GetProperty("id").GetGuid(), stored.Length, false, null), (row.Id, row.Bytes, row.Attached, row.By));
    }

    [Theory]
    [InlineData("moving.gif", "file_type")]
    [InlineData("animated.webp", "file_animated")]
    public async Task Another_kind_of_picture_is_refused_with_a_clear_message(string name, string code)
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("zh-CN");
        var answer = await Post(client, SomePhoto.Named(name), "photo.jpg");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var error = (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("errors")[0];
        Assert.Equal(("file", code), (error.GetProperty("field").GetString(), error.GetProperty("code").GetString()));
        Assert.NotEqual(code, error.GetProperty("message").GetString());
        Assert.Empty(Contents(app));
    }

    [Fact]
    public async Task A_renamed_program_is_refused()
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        var answer = await Post(client, [.. "MZ"u8, .. new byte[500]], "photo.jpg");
        Assert.Equal((HttpStatusCode.BadRequest, "file_type"), (answer.StatusCode, await CodeOf(answer)));
    }

    [Fact]
    public async Task A_damaged_photo_is_refused()
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        var answer = await Post(client, SomePhoto.Named("camera.jpg")[..2000]);
        Assert.Equal((HttpStatusCode.BadRequest, "file_broken"), (answer.StatusCode, await CodeOf(answer)));
    }

    [Fact]
    public async Task Sixteen_megabytes_are_too_many_and_the_limit_is_named()
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        var answer = await Post(client, [.. SomePhoto.Named("camera.jpg"), .. new byte[16 * 1024 * 1024]]);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "file_too_large"), (answer.StatusCode, await CodeOf(answer)));
        Assert.Contains("15 MB", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Empty(Contents(app));
    }

    [Fact]
    public async Task Fourteen_megabytes_are_taken()
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        var answer = await Post(client, [.. SomePhoto.Named("camera.jpg"), .. new byte[14 * 1024 * 1024]]);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.True(new FileInfo(Assert.Single(Contents(app))).Length < 5000);
    }

    [Fact]
    public async Task The_same_photo_twice_is_two_files_and_one_content()
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Post(client, SomePhoto.Named("camera.jpg"))));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Created, answer.StatusCode));
        Assert.Single(Contents(app));
        Assert.Equal(8, await app.InScope(scope => scope.GetRequiredService<CuobianDb>().Set<StoredFile>().CountAsync(Ct)));
    }

    [Fact]
    public async Task A_second_try_with_the_same_key_answers_the_same_although_its_boundary_is_new()
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        client.DefaultRequestHeaders.Add("Idempotency-Key", "0123456789abcdef");
        var first = await (await Post(client, SomePhoto.Named("picture.png"))).Content.ReadAsStringAsync(Ct);
        Assert.Contains("image/png", first, StringComparison.Ordinal);
        Assert.Equal(first, await (await Post(client, SomePhoto.Named("picture.png"))).Content.ReadAsStringAsync(Ct));
        Assert.Equal(1, await app.InScope(scope => scope.GetRequiredService<CuobianDb>().Set<StoredFile>().CountAsync(Ct)));
        Assert.Equal(HttpStatusCode.Conflict, (await Post(client, SomePhoto.Named("camera.jpg"))).StatusCode);
    }

    [Fact]
    public async Task Uploads_with_and_without_a_key_do_not_wait_for_each_other_forever()
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(i => Task.Run(async () =>
        {
            using var form = new MultipartFormDataContent { { new ByteArrayContent(SomePhoto.Named("camera.jpg")), "file", "photo.jpg" } };
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/files") { Content = form };
            if (i % 2 == 0) request.Headers.Add("Idempotency-Key", $"{i:d20}");
            return (await client.SendAsync(request, Ct)).StatusCode;
        }, Ct)));
        Assert.All(answers, status => Assert.Equal(HttpStatusCode.Created, status));
        Assert.Single(Contents(app));
    }

    [Fact]
    public async Task No_file_no_boundary_and_no_end_have_their_own_answers()
    {
        await using var app = await CuobianApp.Start();
        using var client = app.CreateClient();
        Assert.Equal("file_required", await CodeOf(await Post(client, [])));
        Assert.Equal("file_required", await CodeOf(await Post(client, SomePhoto.Named("camera.jpg"), field: "picture")));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await client.PostAsJsonAsync("/api/v1/files", new { }, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Raw(client, "multipart/form-data", "nothing")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Raw(client, "multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nabc")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await Raw(client, "multipart/form-data; boundary=b", "")).StatusCode);
    }

    internal static async Task<HttpResponseMessage> Post(HttpClient client, byte[] photo, string name = "photo.jpg", string field = "file")
    {
        using var form = new MultipartFormDataContent { { new StringContent("words before"), "text" }, { new ByteArrayContent(photo), field, name } };
        return await client.PostAsync("/api/v1/files", form, Ct);
    }

    /// <summary>The contents in the store, without its marks.</summary>
    internal static IReadOnlyList<string> Contents(CuobianApp app)
    {
        var folder = app.Services.GetRequiredService<FileSettings>().Folder;
        return Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(f => Path.GetDirectoryName(f)!.Length == folder.Length + 6)] : [];
    }

    private static async Task<HttpResponseMessage> Raw(HttpClient client, string type, string body)
    {
        using var content = new StringContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return await client.PostAsync("/api/v1/files", content, Ct);
    }

    private static async Task<string?> CodeOf(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("errors")[0].GetProperty("code").GetString();
}
