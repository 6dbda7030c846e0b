/**
 * AWS regions with EKS, and how many zones a new account can put a cluster in: zones that refuse
 * an EKS control plane (use1-az3, usw1-az2, cac1-az3) are not counted.
 * Sources: AWS General Reference, Regions and Availability Zones; EKS User Guide, subnet requirements.
 */
export const regions: Readonly<Record<string, { readonly place: string; readonly zones: number }>> =
  {
    "af-south-1": { place: "Cape Town", zones: 3 },
    "ap-east-1": { place: "Hong Kong", zones: 3 },
    "ap-east-2": { place: "Taipei", zones: 3 },
    "ap-northeast-1": { place: "Tokyo", zones: 3 },
    "ap-northeast-2": { place: "Seoul", zones: 4 },
    "ap-northeast-3": { place: "Osaka", zones: 3 },
    "ap-south-1": { place: "Mumbai", zones: 3 },
    "ap-south-2": { place: "Hyderabad", zones: 3 },
    "ap-southeast-1": { place: "Singapore", zones: 3 },
    "ap-southeast-2": { place: "Sydney", zones: 3 },
    "ap-southeast-3": { place: "Jakarta", zones: 3 },
    "ap-southeast-4": { place: "Melbourne", zones: 3 },
    "ap-southeast-5": { place: "Malaysia", zones: 3 },
    "ap-southeast-6": { place: "New Zealand", zones: 3 },
    "ap-southeast-7": { place: "Thailand", zones: 3 },
    "ca-central-1": { place: "Central Canada", zones: 3 },
    "ca-west-1": { place: "Calgary", zones: 3 },
    "eu-central-1": { place: "Frankfurt", zones: 3 },
    "eu-central-2": { place: "Zurich", zones: 3 },
    "eu-north-1": { place: "Stockholm", zones: 3 },
    "eu-south-1": { place: "Milan", zones: 3 },
    "eu-south-2": { place: "Spain", zones: 3 },
    "eu-west-1": { place: "Ireland", zones: 3 },
    "eu-west-2": { place: "London", zones: 3 },
    "eu-west-3": { place: "Paris", zones: 3 },
    "il-central-1": { place: "Tel Aviv", zones: 3 },
    "me-central-1": { place: "UAE", zones: 3 },
    "me-south-1": { place: "Bahrain", zones: 3 },
    "mx-central-1": { place: "Central Mexico", zones: 3 },
    "sa-east-1": { place: "São Paulo", zones: 3 },
    "us-east-1": { place: "N. Virginia", zones: 5 },
    "us-east-2": { place: "Ohio", zones: 3 },
    "us-west-1": { place: "N. California", zones: 2 },
    "us-west-2": { place: "Oregon", zones: 4 },
  };
