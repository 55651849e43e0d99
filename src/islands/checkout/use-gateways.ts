import { useQuery } from '@tanstack/react-query';
import { useAccount } from '../account/account-frame.tsx';

/** The ways to pay this deploy has keys for. They change with a deploy, not while somebody pays. */
export function useGateways() {
  const { api } = useAccount();
  return useQuery({
    queryKey: ['gateways'],
    queryFn: async () => (await api.listGateways()).items,
    staleTime: 5 * 60_000,
  });
}
