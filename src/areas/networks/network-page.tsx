import { Notice } from '../../ui/notice.tsx'
import { Screen } from '../../ui/screen.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { ContractTab } from './contract-tab.tsx'
import { EstateTab } from './estate-tab.tsx'
import { ProjectTab } from './project-tab.tsx'
import { useDistrict } from './use-district.ts'
import { VillageTab } from './village-tab.tsx'

/** W24, what stands around the facilities: the points of the villages, new estates at their four gates, projects, contracts. */
export function NetworkPage() {
  const { district, mayWrite } = useDistrict()
  const shared = { district, mayWrite }
  return (
    <Screen
      title="网络、配建与项目"
      trail={[{ label: '设施与用地台账', href: '/w/facilities' }, { label: '网络、配建与项目' }]}
    >
      {district === '' ? (
        <Notice>请在左上角选择一个区县，就能看到该区县的情况。</Notice>
      ) : (
        <div className="y-card">
          <Tabs
            label="网络、配建与项目"
            tabs={[
              { id: 'villages', label: '村级互助养老点', content: () => <VillageTab {...shared} /> },
              { id: 'estates', label: '新建小区四同步', content: () => <EstateTab {...shared} /> },
              { id: 'projects', label: '建设改造项目', content: () => <ProjectTab {...shared} /> },
              { id: 'contracts', label: '运营合同与报告', content: () => <ContractTab {...shared} /> },
            ]}
          />
        </div>
      )}
    </Screen>
  )
}
