import { TimePicker } from 'antd';
import type { Dayjs } from 'dayjs';

interface Control {
  id?: string;
  value?: Dayjs | null;
  onChange?: (time: Dayjs | null) => void;
  /** Minutes between the times of the list; any minute can be typed. */
  step?: number;
  clearable?: boolean;
}

/** A time of the day, 24 hours. */
export const TimeOfDay = ({ id, value = null, onChange, step = 15, clearable = true }: Control) => (
  <TimePicker
    {...(id ? { id } : {})}
    style={{ width: '100%' }}
    value={value}
    onChange={(picked) => onChange?.(picked && !Array.isArray(picked) ? picked : null)}
    format="HH:mm"
    minuteStep={step as 5}
    needConfirm={false}
    allowClear={clearable}
    // Enter takes the time that was typed, and does not yet send the form.
    onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
  />
);
