"""LavinMQ on CloudAMQP: the stack of ../stack.ts in Python.

pip install cdktf cdktf-broker-oauth
"""

from cdktf import App, TerraformStack
from cdktf_broker_oauth import (
    GrantProtocol,
    IdentityApplication,
    KeycloakIdentityProvider,
    LavinMqAccess,
    LavinMqOAuth,
    LavinMqTag,
    LavinMqTarget,
    LavinMqVersion,
)

app = App()
stack = TerraformStack(app, "lavinmq")

sso = KeycloakIdentityProvider(
    stack, "Sso", base_url="https://sso.example.com", realm="messaging", audiences=["messaging"], version="26.4"
)
orders = IdentityApplication.from_client_id(stack, "Orders", identity_provider=sso, client_id="orders-service")
dashboard = IdentityApplication.from_client_id(stack, "Dashboard", identity_provider=sso, client_id="orders-dashboard")
sensors = IdentityApplication.from_client_id(stack, "Sensors", identity_provider=sso, client_id="warehouse-sensors")

lavinmq = LavinMqOAuth(
    stack,
    "LavinMq",
    identity_provider=sso,
    target=LavinMqTarget.cloud_amqp(instance_id="1234"),
    broker_version=LavinMqVersion.V2_9_1,
    audience="messaging",
    resource_server_id="lavinmq",
    verify_aud=True,
    preferred_username_claims=["preferred_username", "sub"],
    # Documented for RabbitMQ plans; proved on a test instance before this stack was applied.
    acknowledge=["LAVINMQ_CLOUDAMQP_RABBITMQ_ONLY"],
)

lavinmq.grant_publish(orders, "orders")
lavinmq.grant_consume(orders, "orders.replies", declare=True)
lavinmq.grant(dashboard, LavinMqAccess.read("/", "orders.*"))
lavinmq.grant(dashboard, LavinMqAccess.tag(LavinMqTag.MONITORING))
# Over MQTT the broker has no rights for single topics, so the grant says that it gives more than was asked.
lavinmq.grant_publish(sensors, "warehouse/temperature", protocol=GrantProtocol.MQTT, accept_wider=True)

app.synth()
