import * as http from 'node:http';
import { AddressInfo } from 'node:net';

/**
 * Stands in for the endpoint where a virtual machine gets tokens for its managed identity, so that the AzureAD provider can be configured
 * without an account. The tokens are good for nothing.
 */
export class DirectoryStandIn {
  static async start(tenantId: string): Promise<DirectoryStandIn> {
    const standIn = new DirectoryStandIn(tenantId);
    await new Promise<void>((resolve) => standIn.server.listen(0, '127.0.0.1', resolve));
    return standIn;
  }

  private readonly server = http.createServer((_request, response) => {
    const claims = { tid: this.tenantId, oid: this.tenantId, appid: this.tenantId, exp: Math.floor(Date.now() / 1000) + 3600 };
    const token = [{ alg: 'none', typ: 'JWT' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).concat('x').join('.');
    response.writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ access_token: token, expires_in: '3600', expires_on: String(claims.exp), token_type: 'Bearer' }));
  });

  private constructor(private readonly tenantId: string) {}

  /** What the AzureAD provider reads. */
  get providerEnvironment(): Readonly<Record<string, string>> {
    return {
      ARM_USE_MSI: 'true', ARM_USE_CLI: 'false', ARM_MSI_ENDPOINT: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/token`,
      ARM_TENANT_ID: this.tenantId, ARM_CLIENT_ID: this.tenantId,
    };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
