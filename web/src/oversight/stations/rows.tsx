import { Button, Form, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { isoDay } from '../../core/format';
import { clockOf, QUARTERS, WEEK } from '../../core/hours';
import { DayPicker } from '../../desk/DayPicker';
import { useRules } from '../../desk/fields';

const CLOCKS = QUARTERS.map((value) => ({ value, label: clockOf(value) }));

interface List {
  name: 'hours' | 'services' | 'days';
  fresh: object;
  row: (at: number) => ReactNode;
}

/** Rows of the form, with what the server says of them as a whole. */
function Rows({ name, fresh, row }: List) {
  const { t } = useTranslation('stations');
  return (
    <Form.List name={name}>
      {(rows, { add, remove }, { errors }) => (
        <fieldset className="bands station-rows">
          <legend>{t(`rows.${name}`)}</legend>
          {rows.map(({ key, name: at }) => (
            <div key={key} className="station-row" role="group" aria-label={t(`rowOf.${name}`, { number: at + 1 })}>
              {row(at)}
              {(name !== 'hours' || rows.length > 1) && <Button type="text" onClick={() => remove(at)} aria-label={t(`removeOf.${name}`, { number: at + 1 })}>{t('remove')}</Button>}
            </div>
          ))}
          <Form.ErrorList errors={errors} />
          <Button type="dashed" onClick={() => add(fresh)}>{t(`add.${name}`)}</Button>
        </fieldset>
      )}
    </Form.List>
  );
}

function Times({ at, isNeeded = false }: { at: number; isNeeded?: boolean }) {
  const { t } = useTranslation('stations');
  const { chosen } = useRules();
  return (['opens', 'closes'] as const).map((side) => (
    <Form.Item key={side} name={[at, side]} label={t(side)} {...(isNeeded ? { rules: chosen(t(side)) } : {})}>
      <Select showSearch allowClear={!isNeeded} options={CLOCKS} optionFilterProp="label" />
    </Form.Item>
  ));
}

const useDays = () => {
  const { t } = useTranslation('stations');
  return WEEK.map((value) => ({ value, label: t(`days.${value}`) }));
};

/** On which weekdays it is open, from when until when. */
export function HourRows() {
  const { t } = useTranslation('stations');
  const { chosen } = useRules();
  const days = useDays();
  return (
    <Rows
      name="hours"
      fresh={{ weekdays: [], opens: 540, closes: 1020 }}
      row={(at) => (
        <>
          <Form.Item name={[at, 'weekdays']} label={t('weekdays')} rules={chosen(t('weekdays'))} className="grow"><Select mode="multiple" options={days} /></Form.Item>
          <Times at={at} isNeeded />
        </>
      )}
    />
  );
}

/** What is offered: weekly at a time, or whenever it is open. */
export function ServiceRows() {
  const { t } = useTranslation('stations');
  const { needed } = useRules();
  const days = useDays();
  return (
    <Rows
      name="services"
      fresh={{}}
      row={(at) => (
        <>
          <Form.Item name={[at, 'id']} hidden><Input /></Form.Item>
          <Form.Item name={[at, 'nameZh']} label={t('nameZh')} rules={needed(t('nameZh'))}><Input maxLength={60} /></Form.Item>
          <Form.Item name={[at, 'nameEn']} label={t('nameEn')} rules={needed(t('nameEn'))}><Input maxLength={60} /></Form.Item>
          <Form.Item name={[at, 'description']} label={t('description')} rules={needed(t('description'))} className="grow"><Input maxLength={500} /></Form.Item>
          <Form.Item name={[at, 'weekday']} label={t('weekday')}><Select allowClear placeholder={t('atHours')} options={days} /></Form.Item>
          <Times at={at} />
        </>
      )}
    />
  );
}

/** Days on which it is closed, or open at other hours. */
export function DayRows() {
  const { t } = useTranslation('stations');
  const { chosen } = useRules();
  return (
    <Rows
      name="days"
      fresh={{}}
      row={(at) => (
        <>
          <Form.Item name={[at, 'fallsOn']} label={t('day')} rules={chosen(t('day'))}><DayPicker min={isoDay()} /></Form.Item>
          <Times at={at} />
          <Form.Item name={[at, 'note']} label={t('why')} className="grow"><Input maxLength={200} placeholder={t('whyExample')} /></Form.Item>
        </>
      )}
    />
  );
}
