import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.internals.BrokerSecurityConfigs;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.internals.OAuthBearerSaslServer;

/**
 * Puts tokens before Kafka's own classes. Reads one JSON object a line, {"settings", "keys", "token"}, and answers each with
 * the times in seconds before and after, and "start PROBLEM", "reject", "reject PROBLEM" or "accept MILLISECONDS PRINCIPAL".
 */
public class KafkaValidator {
    private static final String MECHANISM = "OAUTHBEARER";
    private static final String URL = "sasl.oauthbearer.jwks.endpoint.url";
    private static final String ALLOWED = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
    private static final List<AppConfigurationEntry> JAAS = List.of(new AppConfigurationEntry(
        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule", AppConfigurationEntry.LoginModuleControlFlag.REQUIRED, Map.of()));

    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        Path keys = Path.of(args[0]);
        int number = 0;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Path file = keys.resolve(number++ + ".json");
            JsonNode asked = new ObjectMapper().readTree(line);
            long before = System.currentTimeMillis() / 1000;
            String answer = answer(asked, file);
            out.println(before + " " + System.currentTimeMillis() / 1000 + " " + answer);
        }
    }

    private static String answer(JsonNode asked, Path file) throws Exception {
        AuthenticateCallbackHandler handler = new OAuthBearerValidatorCallbackHandler();
        try {
            handler.configure(settings(asked, file), MECHANISM, JAAS);
        } catch (Exception problem) {
            return "start " + name(problem);
        }
        try {
            OAuthBearerSaslServer server = new OAuthBearerSaslServer(handler);
            server.evaluateResponse(("n,,\u0001auth=Bearer " + asked.get("token").asText() + "\u0001\u0001").getBytes(StandardCharsets.UTF_8));
            if (!server.isComplete()) {
                return "reject";
            }
            OAuthBearerToken token = (OAuthBearerToken) server.getNegotiatedProperty(MECHANISM + ".token");
            return "accept " + token.lifetimeMs() + " " + new ObjectMapper().writeValueAsString(server.getAuthorizationID());
        } catch (Exception problem) {
            return "reject " + name(problem);
        } finally {
            handler.close();
        }
    }

    private static Map<String, ?> settings(JsonNode asked, Path file) throws Exception {
        Map<String, String> properties = new HashMap<>();
        asked.get("settings").fields().forEachRemaining(member -> properties.put(member.getKey(), member.getValue().asText()));
        System.clearProperty(ALLOWED);
        if (asked.has("keys")) {
            Files.writeString(file, asked.get("keys").asText());
            String url = file.toUri().toString();
            properties.put(URL, url);
            System.setProperty(ALLOWED, url);
        }
        return new AbstractConfig(BrokerSecurityConfigs.CONFIG_DEF, properties, false).values();
    }

    private static String name(Exception problem) {
        return problem.getClass().getSimpleName();
    }
}
