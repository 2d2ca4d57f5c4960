import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';

export interface Control {
  id?: string;
  value?: string | null;
  onChange?: (day: string | null) => void;
  min?: string;
  max?: string;
  label?: string;
  clearable?: boolean;
  width?: number | string;
}

export default function Calendar({ id, value, onChange, min, max, label, clearable = false, width = '100%' }: Control) {
  const { t } = useTranslation();
  return (
    <DatePicker
      {...(id ? { id } : {})}
      {...(label ? { 'aria-label': label } : {})}
      style={{ width }}
      value={value ? dayjs(value) : null}
      onChange={(picked) => onChange?.(picked && !Array.isArray(picked) ? picked.format('YYYY-MM-DD') : null)}
      format={t('dayFormat')}
      allowClear={clearable}
      // Enter takes the day that was typed, and does not yet send the form.
      onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
      {...(min ? { minDate: dayjs(min) } : {})}
      {...(max ? { maxDate: dayjs(max) } : {})}
    />
  );
}
