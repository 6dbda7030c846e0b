import { defineLab } from "../define";
import { deployment } from "../parts";

const fallback = "ACCOUNT.dkr.ecr.REGION.amazonaws.com/STUDENT";

export const myEcr = defineLab({
  name: "my-ecr",
  title: "An image of one's own: ECR repository and push",
  day: 1,
  who: "student",
  needs: ["registry"],
  text: [
    "Each student has a repository my-ecr in Amazon ECR, below a prefix of their own.",
    "An image is built, gets the repository's address as its name, is pushed with a login of 12 hours, and runs in the cluster.",
    "The repository is there already: students may not make others, and the classroom keeps the newest five images.",
  ].join("\n"),
  changes: [
    "aws ecr get-login-password | docker login --username AWS --password-stdin ACCOUNT.dkr.ecr.REGION.amazonaws.com",
    "docker build -t my-ecr:v1 .",
    "docker tag my-ecr:v1 ACCOUNT.dkr.ecr.REGION.amazonaws.com/STUDENT/my-ecr:v1",
    "docker push ACCOUNT.dkr.ecr.REGION.amazonaws.com/STUDENT/my-ecr:v1",
    "kubectl create deployment my-ecr --image=ACCOUNT.dkr.ecr.REGION.amazonaws.com/STUDENT/my-ecr:v1",
  ],
  baseline: () => [],
  makes: ({ registry = fallback }) => [
    deployment("my-ecr", { containers: [{ name: "my-ecr", image: `${registry}/my-ecr:v1` }] }),
  ],
  notShown: ["docker build and docker push: there is no Docker and no registry in the sandbox"],
});
