using System.Text.Json;
using System.Text.Json.Nodes;
using Dashboard.Application.Rules.Lab.Reports;
using Dashboard.Application.Rules.Language;
using Dashboard.Application.Rules.Language.Faces;
using FluentValidation;
using FluentValidation.Results;
using MediatR;
using Microsoft.Extensions.Options;

namespace Dashboard.Application.Rules.Lab;

/// <summary>A request with a rule in it.</summary>
public interface IRuleRequest
{
    string? Expression { get; }
}

/// <summary>An answer about a rule, or what is wrong with the rule.</summary>
/// <param name="Answer">Null when the rule has errors.</param>
public sealed record RuleAnswer<T>(T? Answer, IReadOnlyList<RuleError> Errors)
    where T : class;

internal sealed class RuleRequestValidator : AbstractValidator<IRuleRequest>
{
    public RuleRequestValidator() => RuleFor(r => r.Expression).NotNull().OverridePropertyName("expression").WithMessage("is required");
}

/// <summary>Reads a rule, from its text or from its form.</summary>
public sealed record CheckRule(string? Expression, JsonObject? Form) : IRequest<RuleAnswer<CheckedRule>>;

internal sealed class CheckRuleHandler(IOptions<RuleOptions> options) : IRequestHandler<CheckRule, RuleAnswer<CheckedRule>>
{
    public Task<RuleAnswer<CheckedRule>> Handle(CheckRule request, CancellationToken cancellationToken)
    {
        var rule = Rule.Read(TextOf(request), options.Value.Lists.Keys, out var errors);
        return Task.FromResult(new RuleAnswer<CheckedRule>(rule is null ? null : CheckedRule.Of(rule), errors));
    }

    private static string TextOf(CheckRule request)
    {
        if (request.Expression is not null == request.Form is not null) throw Invalid("expression", "is required, or form instead of it");
        if (request.Expression is not null) return request.Expression;
        try
        {
            return FormReader.TextOf(JsonSerializer.SerializeToElement(request.Form));
        }
        catch (Exception exception) when (exception is FormatException or KeyNotFoundException)
        {
            throw Invalid("form", exception is FormatException ? exception.Message : "has a condition with a member missing");
        }
    }

    private static ValidationException Invalid(string field, string message) => new([new ValidationFailure(field, message)]);
}
