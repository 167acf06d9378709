using System.Text;
using System.Text.Json;
using Go.Compiler.Build.Analysis;
using Go.Compiler.Diagnostics;

namespace Go.Compiler.Driver.Tools;

/// <summary>The findings that <c>vet -json</c> prints, as findings of a build.</summary>
public static class VetReport
{
    /// <param name="json">An object for each package, one after the other.</param>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public static IReadOnlyList<ReportedFinding> Read(string json)
    {
        var findings = new List<ReportedFinding>();
        try
        {
            foreach (string package in Objects(json))
            {
                var result = new AnalysisResult("", "", "", false, package, "", []);
                IReadOnlyList<AnalysisText.Finding> found = AnalysisText.Findings(result, out string? problem);
                foreach (AnalysisText.Finding f in found)
                {
                    Add(findings, f);
                }
                if (problem is not null)
                {
                    findings.Add(new ReportedFinding(Catalogue.VetFinding.Code, Severity.Error, problem, "", 0, 0));
                }
            }
            return findings;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"vet does not print findings: {e.Message}", e);
        }
    }

    private static void Add(List<ReportedFinding> findings, AnalysisText.Finding finding)
    {
        if (finding.IsRelated && findings.Count > 0)
        {
            findings[^1] = findings[^1] with { Message = $"{findings[^1].Message}\n\t{finding.Start}: {finding.Message}" };
            return;
        }
        AnalysisText.Place place = AnalysisText.PlaceOf(finding.Start) ?? default;
        findings.Add(new ReportedFinding(Catalogue.VetFinding.Code, Catalogue.VetFinding.Severity,
            $"{finding.Message} ({finding.Analyzer})", place.File ?? "", place.Line, place.Column));
    }

    private static IEnumerable<string> Objects(string json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        var objects = new List<string>();
        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { AllowMultipleValues = true });
        while (reader.Read())
        {
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            objects.Add(document.RootElement.GetRawText());
        }
        return objects;
    }
}
