import com.hashicorp.cdktf.App;
import com.hashicorp.cdktf.TerraformStack;
import io.github.cdktfbrokeroauth.GrantConsumeOptions;
import io.github.cdktfbrokeroauth.GrantProtocol;
import io.github.cdktfbrokeroauth.GrantPublishOptions;
import io.github.cdktfbrokeroauth.IIdentityApplication;
import io.github.cdktfbrokeroauth.IdentityApplication;
import io.github.cdktfbrokeroauth.IdentityApplicationAttributes;
import io.github.cdktfbrokeroauth.KeycloakIdentityProvider;
import io.github.cdktfbrokeroauth.LavinMqAccess;
import io.github.cdktfbrokeroauth.LavinMqCloudAmqpOptions;
import io.github.cdktfbrokeroauth.LavinMqOAuth;
import io.github.cdktfbrokeroauth.LavinMqTag;
import io.github.cdktfbrokeroauth.LavinMqTarget;
import io.github.cdktfbrokeroauth.LavinMqVersion;
import java.util.List;

/** LavinMQ on CloudAMQP: the stack of ../stack.ts in Java. */
public final class Main {
  public static void main(String[] args) {
    App app = new App();
    TerraformStack stack = new TerraformStack(app, "lavinmq");

    KeycloakIdentityProvider sso = KeycloakIdentityProvider.Builder.create(stack, "Sso")
        .baseUrl("https://sso.example.com")
        .realm("messaging")
        .audiences(List.of("messaging"))
        .version("26.4")
        .build();
    IIdentityApplication orders = application(stack, "Orders", sso, "orders-service");
    IIdentityApplication dashboard = application(stack, "Dashboard", sso, "orders-dashboard");
    IIdentityApplication sensors = application(stack, "Sensors", sso, "warehouse-sensors");

    LavinMqOAuth lavinmq = LavinMqOAuth.Builder.create(stack, "LavinMq")
        .identityProvider(sso)
        .target(LavinMqTarget.cloudAmqp(LavinMqCloudAmqpOptions.builder().instanceId("1234").build()))
        .brokerVersion(LavinMqVersion.V2_9_1)
        .audience("messaging")
        .resourceServerId("lavinmq")
        .verifyAud(true)
        .preferredUsernameClaims(List.of("preferred_username", "sub"))
        // Documented for RabbitMQ plans; proved on a test instance before this stack was applied.
        .acknowledge(List.of("LAVINMQ_CLOUDAMQP_RABBITMQ_ONLY"))
        .build();

    lavinmq.grantPublish(orders, "orders");
    lavinmq.grantConsume(orders, "orders.replies", GrantConsumeOptions.builder().declare(true).build());
    lavinmq.grant(dashboard, LavinMqAccess.read("/", "orders.*"));
    lavinmq.grant(dashboard, LavinMqAccess.tag(LavinMqTag.MONITORING));
    // Over MQTT the broker has no rights for single topics, so the grant says that it gives more than was asked.
    lavinmq.grantPublish(sensors, "warehouse/temperature",
        GrantPublishOptions.builder().protocol(GrantProtocol.MQTT).acceptWider(true).build());

    app.synth();
  }

  private static IIdentityApplication application(TerraformStack stack, String id, KeycloakIdentityProvider provider, String clientId) {
    return IdentityApplication.fromClientId(stack, id,
        IdentityApplicationAttributes.builder().identityProvider(provider).clientId(clientId).build());
  }
}
