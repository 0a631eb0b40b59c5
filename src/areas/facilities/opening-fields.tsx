import { DayField, SelectField, TextField, Tiles } from '../../ui/field.tsx'
import type { OpeningForm } from './opening-facts.ts'
import { OWNERSHIP } from './words.ts'

type Props = {
  form: OpeningForm
  onChange: (form: OpeningForm) => void
  errorOf: (field: keyof OpeningForm) => string | undefined
}
const YES_NO = [
  { value: 'yes', label: '是' },
  { value: 'no', label: '否' },
  { value: '', label: '不清楚' },
]
const CLINICS = {
  none: '不设',
  clinic: '诊所、卫生所（室）',
  infirmary: '医务室',
  nursingStation: '护理站',
  outpatientDepartment: '门诊部',
  nursingHospital: '护理院',
  rehabilitationHospital: '康复医院',
  tcmHospital: '中医医院',
}
const choices = (words: Readonly<Record<string, string>>) =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

/** The facts of J3.1 on one page; every change goes to the panel beside them at once. */
export function OpeningFields({ form, onChange, errorOf }: Props) {
  const at = (field: keyof OpeningForm) => ({
    id: `form.opening.${field}`,
    value: form[field],
    error: errorOf(field),
    onChange: (value: string) => onChange({ ...form, [field]: value }),
  })
  return (
    <div className="y-columns">
      <Tiles {...at('ownership')} inline label="举办性质" options={choices(OWNERSHIP)} />
      <Tiles {...at('sameRegistrationDistrict')} inline label="经营场所与住所属同一登记管辖区域" options={YES_NO} />
      <Tiles
        {...at('tenure')}
        inline
        label="房屋产权"
        options={[
          { value: 'owned', label: '自有' },
          { value: 'leased', label: '租赁' },
        ]}
      />
      {form.tenure === 'leased' && (
        <div className="y-row">
          <TextField {...at('leaseYears')} label="租期" unit="年" kind="digits" />
          <TextField {...at('leaseMonths')} label="又" unit="个月" kind="digits" />
        </div>
      )}
      <TextField {...at('floorArea')} label="建筑面积" unit="m²" kind="digits" />
      <TextField {...at('investment')} label="投资额" unit="元" kind="digits" />
      <DayField {...at('inUseSince')} label="房屋建成投用日期" />
      <Tiles {...at('alteredSince')} inline label="投用后有改扩建、装修或用途变更" options={YES_NO} />
      <Tiles
        {...at('conversion')}
        inline
        label="既有建筑改造"
        options={[
          { value: 'standaloneBuilding', label: '独栋建筑' },
          { value: 'partOfFloors', label: '建筑物内部分楼层' },
          { value: 'none', label: '没有改造' },
        ]}
      />
      <SelectField
        {...at('reuse')}
        label="转型使用"
        options={[
          { value: 'none', label: '没有转型' },
          { value: 'economyHotel', label: '经济型酒店等非民用房转型' },
          { value: 'idlePremises', label: '闲置厂房、学校、社区用房等改造' },
        ]}
      />
      <TextField {...at('beds')} label="床位总数" unit="张" kind="digits" />
      <TextField {...at('newBeds')} label="其中新增" unit="张" kind="digits" />
      <TextField {...at('nursingBeds')} label="其中护理型" unit="张" kind="digits" optional />
      <SelectField {...at('clinicKind')} label="内设医疗机构" options={choices(CLINICS)} />
      <Tiles {...at('meals')} inline label="提供餐食" options={YES_NO.slice(0, 2)} />
      <Tiles {...at('hasPremisesTitle')} inline label="能提供产权证明" options={YES_NO} />
      <Tiles {...at('registrationFormRequired')} inline label="按名录需填报环境影响登记表" options={YES_NO} />
    </div>
  )
}
