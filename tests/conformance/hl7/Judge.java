import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.BufferedReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r5.elementmodel.Manager.FhirFormat;
import org.hl7.fhir.r5.model.OperationOutcome;
import org.hl7.fhir.r5.renderers.RendererFactory;
import org.hl7.fhir.utilities.ByteProvider;
import org.hl7.fhir.utilities.TimeTracker;
import org.hl7.fhir.validation.ValidationEngine;
import org.hl7.fhir.validation.service.ValidationService;
import org.hl7.fhir.validation.service.model.InstanceValidatorParameters;
import org.hl7.fhir.validation.service.model.ValidationEngineParameters;

/**
 * Asks HL7's validator about every line of an NDJSON file, without a terminology server, and writes one JSON line for
 * each: {"line": 1, "findings": [{"severity", "type", "id", "where", "text"}]}. The engine is started once.
 *
 * <p>Arguments: the resources (NDJSON), the answers (NDJSON), then the implementation guides, as -ig takes them.
 */
public final class Judge {
  private static final String MESSAGE_ID = "http://hl7.org/fhir/StructureDefinition/operationoutcome-message-id";

  private Judge() {}

  public static void main(String[] args) throws Exception {
    List<String> guides = new ArrayList<>();
    for (int i = 2; i < args.length; i++) {
      guides.add(args[i]);
    }
    ValidationEngineParameters settings = new ValidationEngineParameters();
    settings.setSv("4.0.1");
    settings.setTxServer(null);
    settings.setIgs(guides);
    settings.setInferFhirVersion(false);
    InstanceValidatorParameters options = new InstanceValidatorParameters();
    options.setShowMessageIds(true);
    options.setAssumeValidRestReferences(true);
    options.setAllowExampleUrls(true);
    ValidationService service = new ValidationService(new RendererFactory());
    ValidationEngine engine =
        service.initializeValidator(settings, options, "hl7.fhir.r4.core#4.0.1", new TimeTracker(), new ArrayList<>());
    try (BufferedReader lines = Files.newBufferedReader(Path.of(args[0]));
        PrintStream answers = new PrintStream(Files.newOutputStream(Path.of(args[1])), true, StandardCharsets.UTF_8)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        answers.println(judge(engine, options, line, number));
      }
    }
  }

  private static JsonObject judge(
      ValidationEngine engine, InstanceValidatorParameters options, String line, int number) {
    JsonObject answer = new JsonObject();
    answer.addProperty("line", number);
    JsonArray findings = new JsonArray();
    answer.add("findings", findings);
    try {
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      OperationOutcome outcome =
          engine.validate("line" + number, ByteProvider.forBytes(bytes), FhirFormat.JSON, options, new ArrayList<>());
      for (OperationOutcome.OperationOutcomeIssueComponent issue : outcome.getIssue()) {
        JsonObject finding = new JsonObject();
        finding.addProperty("severity", issue.getSeverity().toCode());
        finding.addProperty("type", issue.getCode().toCode());
        finding.addProperty("id", issue.hasExtension(MESSAGE_ID) ? issue.getExtensionString(MESSAGE_ID) : "");
        finding.addProperty("where", issue.hasExpression() ? issue.getExpression().get(0).getValue() : "");
        finding.addProperty("text", issue.getDetails().getText());
        findings.add(finding);
      }
    } catch (Exception | StackOverflowError refused) {
      answer.addProperty("refused", refused.toString());
    }
    return answer;
  }
}
