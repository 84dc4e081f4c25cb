/** Where the ConfigMap of a HiveMQ platform goes. */
export interface HiveMqConfigMapOptions {
  /**
   * Beginning of the ConfigMap's name; a hash of the content follows, so that the operator sees every change.
   *
   * Reported by `HIVEMQ_CONFIG_MAP_NAME`.
   *
   * @default "hivemq-ese"
   */
  readonly namePrefix?: string;

  /**
   * Namespace of the platform.
   *
   * @default - the provider's
   */
  readonly namespace?: string;

  /**
   * Labels of the ConfigMap.
   *
   * @default - none
   */
  readonly labels?: { [name: string]: string };

  /**
   * Folder into which the platform's `additionalVolumes` mount the ConfigMap, so that the extension finds its file realm.
   *
   * @default "/realm"
   */
  readonly realmFolder?: string;
}

/** How settings reach the broker. */
export class HiveMqTarget {
  /** Files of every node, delivered by a rolling restart: our part of them, everything else in them is kept. */
  public static files(): HiveMqTarget {
    return new HiveMqTarget(undefined);
  }

  /**
   * A ConfigMap for the HiveMQ platform chart: it holds both files whole, and its name goes into the chart's values.
   *
   * @see https://github.com/hivemq/helm-charts/blob/develop/charts/hivemq-platform/values.yaml
   */
  public static configMap(options: HiveMqConfigMapOptions = {}): HiveMqTarget {
    return new HiveMqTarget(options);
  }

  /** What makes the ConfigMap; undefined for files. @internal */
  public readonly _configMap: HiveMqConfigMapOptions | undefined;

  private constructor(configMap: HiveMqConfigMapOptions | undefined) {
    this._configMap = configMap;
  }
}
