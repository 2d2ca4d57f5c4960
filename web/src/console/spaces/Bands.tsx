import { Button, Form, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Audience, QuotaMeasure, QuotaPeriod } from '../../core/schema.gen';
import { clockOf, WEEK } from './kinds';

export const CLOCKS = Array.from({ length: 61 }, (_, at) => at * 30);
const AUDIENCES: readonly Audience[] = ['RESIDENT', 'CLUB', 'PARTNER', 'NEIGHBOUR'];
const MEASURES: readonly QuotaMeasure[] = ['COUNT', 'HOURS'];
const PERIODS: readonly QuotaPeriod[] = ['DAY', 'WEEK', 'MONTH', 'YEAR'];
const ALWAYS = { weekdays: [], opens: 0, closes: 2880 };

/** Rows of a form, each for some hours of the week: who may book then, or how much of it one person may. */
export function Bands({ name }: { name: 'audiences' | 'quotas' }) {
  const { t } = useTranslation('spaces');
  const fresh = name === 'audiences' ? { audience: 'NEIGHBOUR', ...ALWAYS } : { measure: 'HOURS', period: 'WEEK', amount: 6, ...ALWAYS };
  return (
    <Form.List name={name}>
      {(rows, { add, remove }) => (
        <fieldset className="bands">
          <legend>{t(name === 'audiences' ? 'who' : 'quotas')}</legend>
          {rows.map((row, at) => (
            <div key={row.key} className="band">
              {name === 'audiences' ? (
                <Picked at={row.name} name="audience" options={AUDIENCES.map((value) => ({ value, label: t(`audience.${value}`) }))} />
              ) : (
                <>
                  <Picked at={row.name} name="period" options={PERIODS.map((value) => ({ value, label: t(`periods.${value}`) }))} />
                  <Form.Item name={[row.name, 'amount']} noStyle><InputNumber min={1} precision={0} aria-label={t('form.amount')} style={{ width: 72 }} /></Form.Item>
                  <Picked at={row.name} name="measure" options={MEASURES.map((value) => ({ value, label: t(`form.measures.${value}`) }))} />
                </>
              )}
              <Form.Item name={[row.name, 'weekdays']} noStyle>
                <Select mode="multiple" maxTagCount="responsive" placeholder={t('everyDay')} aria-label={t('form.bandDays')} style={{ width: 116 }} options={WEEK.map((value) => ({ value, label: t(`days.${value}`) }))} />
              </Form.Item>
              {(['opens', 'closes'] as const).map((side) => (
                <Picked key={side} at={row.name} name={side} options={[...CLOCKS, 2880].map((value) => ({ value, label: value === 2880 ? t('form.noEnd') : clockOf(value) }))} />
              ))}
              <Button type="text" className="band-remove" onClick={() => remove(row.name)} aria-label={t('form.removeRow', { number: at + 1 })}>{t('form.remove')}</Button>
            </div>
          ))}
          <Button type="dashed" onClick={() => add(fresh)}>{t(`form.add.${name}`)}</Button>
        </fieldset>
      )}
    </Form.List>
  );
}

function Picked<V extends string | number>({ at, name, options }: { at: number; name: string; options: { value: V; label: string }[] }) {
  const { t } = useTranslation('spaces');
  return <Form.Item name={[at, name]} noStyle><Select aria-label={t(`form.bandOf.${name}`)} style={{ minWidth: 88 }} options={options} /></Form.Item>;
}
