/** One to five, as a group of radio buttons that look like stars. */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import './stars.css';

const FIVE = [1, 2, 3, 4, 5] as const;

export function Stars({ label, value, onChange, fault }: { label: string; value: number; onChange: (value: number) => void; fault?: string | null }) {
  const { t } = useTranslation();
  const name = useId();
  return (
    <fieldset className="stars">
      <legend>{label}</legend>
      {FIVE.map((one) => (
        <label key={one} className={one <= value ? 'lit' : undefined}>
          <input type="radio" name={name} value={one} checked={one === value} onChange={() => onChange(one)} />
          <span aria-hidden="true">★</span>
          <span className="unseen">{t('rating.stars', { count: one })}</span>
        </label>
      ))}
      {fault && <p className="fault" role="alert">{fault}</p>}
    </fieldset>
  );
}
