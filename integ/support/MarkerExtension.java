import com.hivemq.extension.sdk.api.ExtensionMain;
import com.hivemq.extension.sdk.api.auth.SimpleAuthenticator;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStartOutput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopInput;
import com.hivemq.extension.sdk.api.parameter.ExtensionStopOutput;
import com.hivemq.extension.sdk.api.services.Services;
import java.nio.file.Files;
import java.nio.file.Path;

/** An extension of HiveMQ that reads a file when it starts, and lets in whoever has the file's text as user name. */
public class MarkerExtension implements ExtensionMain {

    @Override
    public void extensionStart(final ExtensionStartInput input, final ExtensionStartOutput output) {
        try {
            final Path file = input.getExtensionInformation().getExtensionHomeFolder().toPath().resolve("conf").resolve("config.xml");
            final String name = Files.readString(file).trim();
            Services.securityRegistry().setAuthenticatorProvider(provider -> (SimpleAuthenticator) (connect, decision) -> {
                if (connect.getConnectPacket().getUserName().orElse("").equals(name)) {
                    decision.authenticateSuccessfully();
                } else {
                    decision.failAuthentication();
                }
            });
        } catch (final java.io.IOException e) {
            output.preventExtensionStartup(e.toString());
        }
    }

    @Override
    public void extensionStop(final ExtensionStopInput input, final ExtensionStopOutput output) {
    }
}
