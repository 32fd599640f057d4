using System.Xml.Linq;
using Cuobian.Data;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace Cuobian.People;

/// <summary>Keeps data-protection keys in the database, so that every node reads the cookies of the others.</summary>
internal sealed class StoredKeys(IServiceScopeFactory scopes, TimeProvider time) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var scope = scopes.CreateScope();
        var keys = scope.ServiceProvider.GetRequiredService<CuobianDb>().Set<StoredKey>().AsNoTracking().OrderBy(k => k.Id).ToList();
        return [.. keys.Select(k => XElement.Parse(k.Xml))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var scope = scopes.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<CuobianDb>();
        db.Add(new StoredKey
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            Name = friendlyName,
            Xml = element.ToString(SaveOptions.DisableFormatting),
        });
        db.SaveChanges();
    }
}
