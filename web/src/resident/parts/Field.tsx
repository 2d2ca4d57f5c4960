/** A labelled field: its hint and its fault are read with it. */
import { useId, type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, type TextareaHTMLAttributes } from 'react';
import { date, weekday } from '../../core/format';

interface Around {
  label: string;
  hint?: ReactNode;
  fault?: string | null | undefined;
}

function useAround({ label, hint, fault }: Around) {
  const id = useId();
  const tells = [hint ? `${id}-hint` : '', fault ? `${id}-fault` : ''].filter(Boolean).join(' ') || undefined;
  const wrap = (control: ReactNode) => (
    <div className={fault ? 'field at-fault' : 'field'}>
      <label htmlFor={id}>{label}</label>
      {control}
      {hint && <p id={`${id}-hint`} className="hint">{hint}</p>}
      {fault && <p id={`${id}-fault`} className="fault" role="alert">{fault}</p>}
    </div>
  );
  return { props: { id, 'aria-describedby': tells, 'aria-invalid': fault ? true : undefined }, wrap };
}

const writesTwelveHours = (): boolean => new Intl.DateTimeFormat(undefined, { hour: 'numeric' }).resolvedOptions().hour12 ?? false;

/** The device's own picker is what a thumb knows, and it writes dates as the device does: what was chosen is said again as we write it. */
function chosen(type: string | undefined, value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null;
  if (type === 'date') return `${date(value)} ${weekday(value)}`;
  return type === 'time' && writesTwelveHours() ? value : null;
}

export function Field({ label, hint, fault, ...input }: Around & InputHTMLAttributes<HTMLInputElement>) {
  const said = chosen(input.type, input.value);
  const { props, wrap } = useAround({ label, hint: said && hint ? <>{said}<br />{hint}</> : said ?? hint, fault });
  return wrap(<input {...input} {...props} />);
}

export function Choice({ label, hint, fault, children, ...select }: Around & SelectHTMLAttributes<HTMLSelectElement>) {
  const { props, wrap } = useAround({ label, hint, fault });
  return wrap(<select {...select} {...props}>{children}</select>);
}

export function Words({ label, hint, fault, ...area }: Around & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const { props, wrap } = useAround({ label, hint, fault });
  return wrap(<textarea rows={4} {...area} {...props} />);
}
