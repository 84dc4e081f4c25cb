import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/**
 * Validates documents against a schema, xs:ID and xs:IDREF included: java XsdValidator.java schema.xsd document.xml...
 *
 * Prints one line a document, "valid NAME" or "invalid NAME: first problem". A folder stands for the documents in it.
 */
public class XsdValidator {
  public static void main(String[] arguments) throws Exception {
    Schema schema = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI).newSchema(new File(arguments[0]));
    for (File document : documents(Arrays.copyOfRange(arguments, 1, arguments.length))) {
      String problem = validate(schema, document);
      System.out.println(problem == null ? "valid " + document.getName() : "invalid " + document.getName() + ": " + problem);
    }
  }

  private static List<File> documents(String[] paths) {
    List<File> documents = new ArrayList<>();
    for (String path : paths) {
      File file = new File(path);
      documents.addAll(file.isDirectory() ? Arrays.asList(file.listFiles()) : List.of(file));
    }
    return documents;
  }

  private static String validate(Schema schema, File document) throws Exception {
    Validator validator = schema.newValidator();
    List<String> problems = new ArrayList<>();
    validator.setErrorHandler(new Collector(problems));
    try {
      validator.validate(new StreamSource(document));
    } catch (SAXException | IOException unreadable) {
      problems.add(unreadable.getMessage());
    }
    return problems.isEmpty() ? null : problems.get(0).replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", " ");
  }

  private static class Collector implements ErrorHandler {
    private final List<String> problems;

    Collector(List<String> problems) {
      this.problems = problems;
    }

    @Override
    public void warning(SAXParseException problem) {
    }

    @Override
    public void error(SAXParseException problem) {
      problems.add(problem.getMessage());
    }

    @Override
    public void fatalError(SAXParseException problem) {
      problems.add(problem.getMessage());
    }
  }
}
