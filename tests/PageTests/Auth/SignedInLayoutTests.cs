using Dashboard.Testing.Provider;
using static Microsoft.Playwright.Assertions;

namespace Dashboard.PageTests.Auth;

/// <summary>The name of the viewer and the way out have room at every width.</summary>
public sealed class SignedInLayoutTests(Browser browser) : SignedInTest(browser)
{
    // Parts of the header that lie over each other or beyond the sides.
    private const string Collisions =
        """
        () => {
          const boxes = [...document.querySelectorAll('header.top > :not(nav, .spacer), header.top > nav > a')]
            .filter(e => e.offsetParent && getComputedStyle(e.parentElement).position !== 'fixed')
            .map(e => [e.className + ' ' + e.textContent, e.getBoundingClientRect()]);
          return [
            ...boxes.filter(([, b]) => b.left < 0 || b.right > innerWidth).map(([name]) => name + ' is beyond the side'),
            ...boxes.flatMap(([name, a], i) => boxes.slice(i + 1).filter(([, b]) => a.right > b.left + 0.5 && b.right > a.left + 0.5)
              .map(([other]) => name + ' over ' + other)),
          ];
        }
        """;

    [Theory]
    [InlineData(320)]
    [InlineData(390)]
    [InlineData(720)]
    [InlineData(1024)]
    [InlineData(1440)]
    public async Task No_part_of_the_header_is_over_another(int width)
    {
        await using var window = await OpenAsync(Person.Analyst, "/live", new() { ViewportSize = new() { Width = width, Height = 800 } });
        await Expect(window.Page.Locator(".account")).ToBeVisibleAsync();
        await window.ExpectStateAsync("live");

        (await window.Page.EvaluateAsync<string[]>(Collisions)).ShouldBeEmpty();
        (await window.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width);
    }
}
