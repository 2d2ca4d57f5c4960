/** One of several views of a page; which one stands in the address. */
import { useSearchParams } from 'react-router';

export function useTab<Name extends string>(names: readonly [Name, ...Name[]]): [Name, (name: Name) => void] {
  const [at, setAt] = useSearchParams();
  const found = names.find((name) => name === at.get('tab')) ?? names[0];
  return [found, (name) => setAt(name === names[0] ? {} : { tab: name }, { replace: true })];
}

interface Shown<Name extends string> {
  label: string;
  names: readonly Name[];
  at: Name;
  wordOf: (name: Name) => string;
  onPick: (name: Name) => void;
}

export const Tabs = <Name extends string>({ label, names, at, wordOf, onPick }: Shown<Name>) => (
  <div className="views" role="group" aria-label={label}>
    {names.map((name) => <button key={name} type="button" aria-pressed={name === at} onClick={() => onPick(name)}>{wordOf(name)}</button>)}
  </div>
);
