import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthOutput;
import com.hivemq.extension.sdk.api.packets.connect.ConnackReasonCode;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A HiveMQ Community Edition with an extension that lets in the one password of the environment variable PASSWORD, and answers every other
 * one with "not authorized". Ends when standard input does.
 */
public class HiveMqLogins {
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        Files.createDirectories(folder.resolve("conf"));
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("conf/config.xml"), "<hivemq><listeners><tcp-listener><port>" + args[1]
            + "</port><bind-address>127.0.0.1</bind-address></tcp-listener><websocket-listener><port>" + args[2]
            + "</port><bind-address>127.0.0.1</bind-address><path>/mqtt</path></websocket-listener></listeners>"
            + "<anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics></hivemq>");
        EmbeddedExtension extension = EmbeddedExtension.builder().withId("logins").withName("Logins").withVersion("1").withAuthor("x")
            .withExtensionMain(new Main()).build();
        try (EmbeddedHiveMQ broker = EmbeddedHiveMQ.builder().withConfigurationFolder(folder.resolve("conf"))
            .withDataFolder(folder.resolve("data")).withEmbeddedExtension(extension).build()) {
            broker.start().join();
            System.out.println("ready");
            while (System.in.read() >= 0) {
                // Nothing is said there; only its end counts.
            }
        }
        System.exit(0);
    }

    private static final class Main implements ExtensionMain {
        @Override
        public void extensionStart(ExtensionStartInput input, ExtensionStartOutput output) {
            SimpleAuthenticator authenticator = HiveMqLogins::judge;
            Services.securityRegistry().setAuthenticatorProvider(provided -> authenticator);
        }

        @Override
        public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
        }
    }

    private static void judge(SimpleAuthInput input, SimpleAuthOutput output) {
        String password = input.getConnectPacket().getPassword().map(bytes -> StandardCharsets.UTF_8.decode(bytes).toString()).orElse("");
        if (password.equals(System.getenv("PASSWORD"))) {
            output.authenticateSuccessfully();
        } else {
            output.failAuthentication(ConnackReasonCode.NOT_AUTHORIZED, "wrong authentication secret");
        }
    }
}
