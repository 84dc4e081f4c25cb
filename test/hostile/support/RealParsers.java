import java.io.File;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Reads files as the brokers do, by the JDK's own parsers: java RealParsers.java FOLDER
 *
 * Prints one line a file of the folder: its name, a blank, and what was read as JSON. Files end in `.xml` or `.properties`.
 */
public class RealParsers {
  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    for (File file : new File(arguments[0]).listFiles()) {
      StringBuilder json = new StringBuilder();
      try {
        if (file.getName().endsWith(".xml")) {
          write(json, DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file).getDocumentElement());
        } else {
          write(json, properties(file.toPath()));
        }
      } catch (Exception unreadable) {
        json.setLength(0);
        write(json, "unreadable: " + unreadable.getMessage());
      }
      out.println(file.getName() + " " + json);
    }
    out.flush();
  }

  private static Properties properties(Path file) throws Exception {
    Properties read = new Properties();
    try (InputStream bytes = Files.newInputStream(file)) {
      read.load(bytes);
    }
    return read;
  }

  private static void write(StringBuilder json, Properties properties) {
    String separator = "{";
    for (String name : properties.stringPropertyNames().stream().sorted().toList()) {
      json.append(separator);
      write(json, name);
      json.append(":");
      write(json, properties.getProperty(name));
      separator = ",";
    }
    json.append(separator.equals("{") ? "{}" : "}");
  }

  private static void write(StringBuilder json, Element element) {
    json.append("[");
    write(json, element.getTagName());
    json.append(",{");
    NamedNodeMap attributes = element.getAttributes();
    for (int at = 0; at < attributes.getLength(); at++) {
      json.append(at > 0 ? "," : "");
      write(json, attributes.item(at).getNodeName());
      json.append(":");
      write(json, attributes.item(at).getNodeValue());
    }
    json.append("}");
    boolean hasElements = element.getElementsByTagName("*").getLength() > 0;
    StringBuilder text = new StringBuilder();
    NodeList children = element.getChildNodes();
    for (int at = 0; at < children.getLength(); at++) {
      Node child = children.item(at);
      if (child instanceof Element) {
        json.append(",");
        write(json, (Element) child);
      } else if (child.getNodeType() == Node.TEXT_NODE || child.getNodeType() == Node.CDATA_SECTION_NODE) {
        text.append(child.getNodeValue());
      }
    }
    if (!hasElements || !text.toString().isBlank()) {
      json.append(",");
      write(json, text.toString());
    }
    json.append("]");
  }

  private static void write(StringBuilder json, String text) {
    json.append('"');
    for (char unit : text.toCharArray()) {
      boolean isPlain = unit >= 0x20 && unit < 0x7f && unit != '"' && unit != '\\';
      json.append(isPlain ? String.valueOf(unit) : String.format("\\u%04x", (int) unit));
    }
    json.append('"');
  }
}
