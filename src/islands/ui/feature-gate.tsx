import type { ReactNode } from 'react';
import type { Entitlement } from '../../features/subscriptions/rules/entitlements.ts';

type FeatureGateProps = {
  /** what is gated, by the name it has among the entitlements */
  feature: Entitlement;
  /** as the server answered at this moment: never from what a session said when it began */
  entitled: boolean;
  /** in its place for whoever's plan lacks it */
  fallback?: ReactNode;
  children?: ReactNode;
};

/** Explains what a plan lacks. It protects nothing: the server and the database refuse by themselves. */
export function FeatureGate({ feature, entitled, fallback = null, children }: FeatureGateProps) {
  return (
    <div className="contents" data-feature={feature} data-entitled={entitled}>
      {entitled ? children : fallback}
    </div>
  );
}
