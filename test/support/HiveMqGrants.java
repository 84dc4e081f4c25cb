import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthInput;
import com.hivemq.extension.sdk.api.auth.parameter.SimpleAuthOutput;
import com.hivemq.extension.sdk.api.auth.parameter.TopicPermission;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import com.hivemq.extension.sdk.api.services.builder.Builders;
import com.hivemq.extension.sdk.api.services.builder.TopicPermissionBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A HiveMQ Community Edition with an extension that grants each client the permissions in its password: one a line, with
 * topic, activity, QoS, retain, shared subscription and shared group between tabs. Ends when standard input does.
 */
public class HiveMqGrants {
    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        Files.createDirectories(folder.resolve("conf"));
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("conf/config.xml"), "<hivemq><listeners><tcp-listener><port>" + args[1]
            + "</port><bind-address>127.0.0.1</bind-address></tcp-listener></listeners>"
            + "<anonymous-usage-statistics><enabled>false</enabled></anonymous-usage-statistics></hivemq>");
        EmbeddedExtension extension = EmbeddedExtension.builder().withId("grants").withName("Grants").withVersion("1").withAuthor("x")
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
            SimpleAuthenticator authenticator = HiveMqGrants::grant;
            Services.securityRegistry().setAuthenticatorProvider(provided -> authenticator);
        }

        @Override
        public void extensionStop(ExtensionStopInput input, ExtensionStopOutput output) {
        }
    }

    private static void grant(SimpleAuthInput input, SimpleAuthOutput output) {
        String listed = input.getConnectPacket().getPassword().map(bytes -> StandardCharsets.UTF_8.decode(bytes).toString()).orElse("");
        for (String line : listed.split("\n")) {
            output.getDefaultPermissions().add(permission(line.split("\t", -1)));
        }
        output.authenticateSuccessfully();
    }

    private static TopicPermission permission(String[] fields) {
        TopicPermissionBuilder builder = Builders.topicPermission().topicFilter(fields[0])
            .activity(TopicPermission.MqttActivity.valueOf(fields[1]))
            .qos(TopicPermission.Qos.valueOf(fields[2]))
            .retain(TopicPermission.Retain.valueOf(fields[3]))
            .sharedSubscription(TopicPermission.SharedSubscription.valueOf(fields[4]));
        // Left out, the group is "#", which stands for any.
        return (fields[5].isEmpty() ? builder : builder.sharedGroup(fields[5])).build();
    }
}
