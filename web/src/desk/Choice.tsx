import { Select } from 'antd';

interface Asked<Value extends string> {
  label: string;
  /** What stands for no choice. */
  all: string;
  value: Value | null;
  options: readonly { value: Value; label: string }[];
  width?: number;
  choose: (value: Value | null) => void;
}

/** One filter of a list: a value, or all of them. */
export function Choice<Value extends string>({ label, all, value, options, width = 150, choose }: Asked<Value>) {
  return <Select<string> aria-label={label} style={{ width }} value={value ?? ''} onChange={(next) => choose(options.find((one) => one.value === next)?.value ?? null)} options={[{ value: '', label: all }, ...options]} />;
}
