import { Component, type ReactNode } from 'react';

interface Shown {
  /** The address: another one is another try. */
  at: string;
  broken: ReactNode;
  children: ReactNode;
}

interface Fallen {
  at: string;
  isBroken: boolean;
}

/** Around a page: what broke in it, or whose code a newer release took away, leaves the frame standing. */
export class Boundary extends Component<Shown, Fallen> {
  override state = { at: this.props.at, isBroken: false };
  static getDerivedStateFromError(): Partial<Fallen> {
    return { isBroken: true };
  }
  static getDerivedStateFromProps({ at }: Shown, before: Fallen): Fallen | null {
    return at === before.at ? null : { at, isBroken: false };
  }
  override render(): ReactNode {
    return this.state.isBroken ? this.props.broken : this.props.children;
  }
}
